import { aucCovariance, type AucPart } from "./aucCovariance.js";
import { aucEstimate } from "./aucEstimate.js";
import { twoSidedZ, type Confidence } from "./confidence.js";
import { independentDifference } from "./independentDifference.js";
import { twoSidedP } from "./normalDistribution.js";
import type { PairedScores } from "./pairedScores.js";
import type { Estimate } from "./summarize.js";

export interface AucComparison {
  baseline: number;
  candidate: number;
  /**
   * candidate - baseline, with a normal interval; where an AUC is exactly 0 or 1, and so shows no spread, with the wider
   * one that ignores that the images are the same (independentDifference).
   */
  difference: Estimate;
  /** Of the difference. */
  standardError: number;
  /** Correlation of the two AUCs over samples of such groups: the higher, the smaller a difference can be seen. */
  correlation: number;
  /** Two-sided, of no difference in AUC; 1 when the two models rank every pair alike, NaN where an AUC is exactly 0 or 1. */
  pValue: number;
}

/**
 * Test and interval for the difference of two AUCs on the same images: DeLong, DeLong & Clarke-Pearson 1988
 * (doi:10.2307/2531595), extended to images in groups by Obuchowski 1997 (doi:10.2307/2533958). For models fixed before
 * these images were seen: it says nothing of how another training seed would do. Where the candidate is the baseline with
 * one more input and adds nothing, the p-value is too large (Demler et al. 2012, doi:10.1002/sim.5328).
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function compareAucs(
  { labels, groups, baseline, candidate }: PairedScores,
  confidence: Confidence = 0.95,
): AucComparison {
  return compareAveragedAucs([{ labels, groups, scores: [baseline, candidate], weight: 1 }], confidence);
}

/**
 * The same for AUCs that are weighted means over parts, such as the folds of a cross-validation.
 * @param parts each with the baseline's scores, then the candidate's
 * @throws RangeError as {@link aucCovariance}
 */
export function compareAveragedAucs(parts: readonly AucPart[], confidence: Confidence = 0.95): AucComparison {
  const { aucs, covariance } = aucCovariance(parts);
  const [baseline, candidate] = [aucs[0]!, aucs[1]!];
  const [varianceA, shared, varianceB] = [covariance[0]![0]!, covariance[0]![1]!, covariance[1]![1]!];
  const value = candidate - baseline;
  const variance = Math.max(0, varianceA + varianceB - 2 * shared);
  // What is left of three equal sums after rounding is no variance.
  const standardError = variance < 1e-15 * (varianceA + varianceB) ? 0 : Math.sqrt(variance);
  if ([baseline, candidate].some((auc) => auc === 0 || auc === 1) && value !== 0) {
    const [a, b] = [1, 0].map((model) => aucEstimate(partsOf(parts, model), confidence));
    const difference = independentDifference(a!, b!);
    return { baseline, candidate, difference, standardError, correlation: NaN, pValue: NaN };
  }
  const reach = twoSidedZ(confidence) * standardError;
  return {
    baseline,
    candidate,
    difference: { value, low: Math.max(-1, value - reach), high: Math.min(1, value + reach) },
    standardError,
    correlation: shared / Math.sqrt(varianceA * varianceB),
    pValue: standardError === 0 && Math.abs(value) < 1e-12 ? 1 : twoSidedP(value / standardError),
  };
}

function partsOf(parts: readonly AucPart[], model: number): AucPart[] {
  return parts.map((part) => ({ ...part, scores: [part.scores[model]!] }));
}
