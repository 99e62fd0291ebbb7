import { requireBothClasses } from "./requireScored.js";

/**
 * What a threshold sweep sees: at the k-th distinct score, counted from the highest, how many fractured and how many
 * intact images lie at or above it. Ties share one entry, so that no curve depends on the order of equal scores.
 */
export interface CumulativeCounts {
  /** Distinct scores, falling. */
  thresholds: number[];
  truePositives: number[];
  falsePositives: number[];
  /** Of all images. */
  positives: number;
  negatives: number;
}

/**
 * One sort for every curve, O(n log n), O(n) when the scores already fall.
 * @param labels 0 or 1, length n, both classes present
 * @param scores any finite numbers, length n
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function cumulativeCounts(labels: ArrayLike<number>, scores: ArrayLike<number>): CumulativeCounts {
  const positives = requireBothClasses(labels, scores);
  const order = fallingOrder(scores);
  const counts: CumulativeCounts = {
    thresholds: [],
    truePositives: [],
    falsePositives: [],
    positives,
    negatives: labels.length - positives,
  };
  let truePositives = 0;
  for (let k = 0; k < order.length; k++) {
    truePositives += labels[order[k]!]!;
    const endsTie = k + 1 === order.length || scores[order[k + 1]!] !== scores[order[k]!];
    if (!endsTie) continue;
    counts.thresholds.push(scores[order[k]!]!);
    counts.truePositives.push(truePositives);
    counts.falsePositives.push(k + 1 - truePositives);
  }
  return counts;
}

function fallingOrder(scores: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from(scores, (_, i) => i);
  for (let i = 1; i < scores.length; i++) {
    if (scores[i]! > scores[i - 1]!) return order.sort((a, b) => scores[b]! - scores[a]!);
  }
  return order; // the bootstrap sorts once and then hands over a thousand sorted resamples
}
