import {
  compareCrossValidatedAucs,
  crossValidatedSwapTest,
  detectableFromStandardError,
  holm,
  type AucComparison,
} from "../metrics/index.js";
import type { NamedResult } from "./namedRun.js";
import { pairFolds } from "./pairFolds.js";

/** What an experiment gains over the baseline, on the same held-out images. */
export interface Gain extends AucComparison {
  /** When the two models' verdicts on whole groups are exchanged: see crossValidatedSwapTest. */
  swapP: number;
  /** DeLong's, among those of all rows that have one (Holm). */
  adjustedP: number;
  /** The other likewise; it holds with few groups, where DeLong's is too sure. */
  adjustedSwapP: number;
  /** The gain that this comparison by itself shows four times in five. */
  detectable: number;
}

export interface NamedRow extends NamedResult {
  /** Undefined of the baseline, and until both have run. */
  gain: Gain | undefined;
}

/**
 * Every experiment against the first.
 * @throws UserError when two of the same folds do not hold the same images
 */
export function compareNamed(results: readonly NamedResult[]): NamedRow[] {
  const first = results[0]?.run;
  const comparisons = results.map(({ run }) => {
    if (!first || !run || run === first) return undefined;
    const { seed, confidence, data } = first.evidence;
    const folds = pairFolds(first.verdicts, run.verdicts, data.classes[1]!);
    const swapP = crossValidatedSwapTest(folds, { seed }).pValue;
    return { ...compareCrossValidatedAucs(folds, confidence), swapP };
  });
  const adjusted = holm(comparisons.map((comparison) => comparison?.pValue ?? NaN));
  const adjustedSwap = holm(comparisons.map((comparison) => comparison?.swapP ?? NaN));
  return results.map((result, i) => {
    const comparison = comparisons[i];
    const gain = comparison && {
      ...comparison,
      adjustedP: adjusted[i]!,
      adjustedSwapP: adjustedSwap[i]!,
      detectable: detectableFromStandardError(comparison.standardError),
    };
    return { ...result, gain };
  });
}
