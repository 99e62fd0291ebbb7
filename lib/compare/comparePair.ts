import {
  aucSwapTest,
  compareAucs,
  detectableFromStandardError,
  discordantCalls,
  groupBootstrap,
  groupSwapTest,
  mcnemarTest,
  rocAuc,
  type AucComparison,
  type Confidence,
  type DiscordantCalls,
  type Estimate,
  type McnemarTest,
} from "../metrics/index.js";
import type { PairedRuns } from "./pairRuns.js";

export interface PairOptions {
  thresholds: { baseline: number; candidate: number };
  /** Same seed, same numbers. */
  seed: number | string;
  resamples: number;
  confidence: Confidence;
}

/** What one test set says of a candidate against a baseline. All but McNemar's test count groups, not images. */
export interface PairComparison {
  images: number;
  groups: number;
  /** DeLong's, over groups (Obuchowski): the interval and p-value that are reported. */
  auc: AucComparison;
  /** Of the same difference, by another road. */
  bootstrap: Estimate;
  /** Of the same difference: runs' scores exchanged within groups. */
  swapP: number;
  calls: DiscordantCalls & McnemarTest & { /** Difference in accuracy. */ difference: number; swapP: number };
  /** The difference in AUC that this set shows four times in five; NaN when the runs rank alike or rank perfectly. */
  detectable: number;
}

/** @throws RangeError when a class is missing */
export function comparePair(
  paired: PairedRuns,
  { thresholds, seed, resamples, confidence }: PairOptions,
): PairComparison {
  const { labels, groups, baseline, candidate, probs } = paired;
  const auc = compareAucs(paired, confidence);
  const [interval] = groupBootstrap(groups, (drawn) => [differenceOn(drawn, paired)], { seed, resamples, confidence });
  const discordant = discordantCalls(
    labels,
    { scores: probs.baseline, thresholdProb: thresholds.baseline },
    { scores: probs.candidate, thresholdProb: thresholds.candidate },
  );
  const isRight = (scores: readonly number[], thresholdProb: number): number[] =>
    scores.map((prob, i) => Number(prob >= thresholdProb === (labels[i] === 1)));
  const right = {
    baseline: isRight(probs.baseline, thresholds.baseline),
    candidate: isRight(probs.candidate, thresholds.candidate),
  };
  const accuracy = groupSwapTest({ labels, groups, ...right }, (one, other) => share(other) - share(one), { seed });
  return {
    images: labels.length,
    groups: new Set(groups).size,
    auc,
    bootstrap: { value: auc.difference.value, low: interval!.low, high: interval!.high },
    swapP: aucSwapTest({ labels, groups, baseline, candidate }, { seed }).pValue,
    calls: { ...discordant, ...mcnemarTest(discordant), difference: accuracy.difference, swapP: accuracy.pValue },
    detectable:
      auc.standardError > 0 && !Number.isNaN(auc.pValue) ? detectableFromStandardError(auc.standardError) : NaN,
  };
}

/** NaN when a resample has one class only. */
function differenceOn(drawn: Uint32Array, { labels, baseline, candidate }: PairedRuns): number {
  const take = (values: ArrayLike<number>): Float64Array => Float64Array.from(drawn, (i) => values[i]!);
  const drawnLabels = take(labels);
  const positives = drawnLabels.reduce((sum, label) => sum + label, 0);
  if (positives === 0 || positives === drawnLabels.length) return NaN;
  return rocAuc(drawnLabels, take(candidate)) - rocAuc(drawnLabels, take(baseline));
}

function share(right: Float64Array): number {
  return right.reduce((sum, one) => sum + one, 0) / right.length;
}
