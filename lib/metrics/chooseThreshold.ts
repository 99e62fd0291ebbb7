import { cumulativeCounts } from "./cumulativeCounts.js";
import { requireProbabilities } from "./requireScored.js";

/**
 * - "youden": the largest sensitivity + specificity (Youden 1950);
 * - "f1": the largest F1;
 * - sensitivityAtLeast: the largest specificity among thresholds that find at least this share of the fractures.
 */
export type ThresholdRule = "youden" | "f1" | { sensitivityAtLeast: number };

export interface ThresholdChoice {
  /** "Fractured" is called at or above it; in [0, 1]. */
  thresholdProb: number;
  /** At this threshold, on the images it was chosen on: optimistic for any others. */
  sensitivity: number;
  specificity: number;
}

/**
 * Picks the operating point. For validation images only: a threshold chosen on test images flatters their results.
 * Candidates lie midway between neighbouring probabilities, so that a rounding difference between machines does not
 * flip a call, and at 0. Among equally good ones the lowest wins: it misses fewer fractures.
 * @param labels 0 or 1, length n, both classes present
 * @param probs in [0, 1], length n
 * @throws RangeError on different lengths, one class only, a probability or a sensitivity outside [0, 1]
 */
export function chooseThreshold(
  labels: ArrayLike<number>,
  probs: ArrayLike<number>,
  rule: ThresholdRule,
): ThresholdChoice {
  requireProbabilities(labels, probs);
  const { thresholds, truePositives, falsePositives, positives, negatives } = cumulativeCounts(labels, probs);
  const goodness = goodnessOf(rule, positives, negatives);
  let best = { k: thresholds.length - 1, goodness: -Infinity };
  for (let k = thresholds.length - 1; k >= 0; k--) {
    const here = goodness(truePositives[k]!, falsePositives[k]!);
    if (here > best.goodness) best = { k, goodness: here };
  }
  return {
    thresholdProb: midwayBelow(thresholds[best.k]!, thresholds[best.k + 1]),
    sensitivity: truePositives[best.k]! / positives,
    specificity: (negatives - falsePositives[best.k]!) / negatives,
  };
}

/** Each with a single rounding, so that equal fractions compare as equal. */
function goodnessOf(rule: ThresholdRule, positives: number, negatives: number): (tp: number, fp: number) => number {
  if (rule === "youden") return (tp, fp) => tp * negatives - fp * positives;
  if (rule === "f1") return (tp, fp) => (2 * tp) / (tp + fp + positives);
  const bound = rule.sensitivityAtLeast;
  if (!(bound >= 0 && bound <= 1)) {
    throw new RangeError(`Expected sensitivityAtLeast in [0, 1]. Received: ${bound}`);
  }
  return (tp, fp) => (tp / positives >= bound ? -fp : -Infinity);
}

function midwayBelow(score: number, next: number | undefined): number {
  if (next === undefined) return 0;
  const middle = (score + next) / 2;
  return middle > next ? middle : score; // two neighbouring doubles have nothing between them
}
