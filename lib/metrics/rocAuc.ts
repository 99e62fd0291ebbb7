import { cumulativeCounts } from "./cumulativeCounts.js";

/**
 * Area under the ROC curve: the chance that a random fractured image scores above a random intact one; ties count half.
 * Mann-Whitney form, O(n log n) (Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747).
 * @param labels 0 or 1, length n, both classes present
 * @param scores any finite numbers, length n; higher = more likely fractured
 * @returns in [0, 1]
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { truePositives, falsePositives, positives, negatives } = cumulativeCounts(labels, scores);
  let halfPairs = 0; // twice the pairs won, so that a tie is a whole number
  for (let k = 0; k < truePositives.length; k++) {
    const above = k === 0 ? 0 : truePositives[k - 1]!;
    const intactHere = falsePositives[k]! - (k === 0 ? 0 : falsePositives[k - 1]!);
    halfPairs += intactHere * (above + truePositives[k]!);
  }
  return halfPairs / (2 * positives * negatives);
}
