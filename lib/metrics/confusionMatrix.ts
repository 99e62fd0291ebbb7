import { requireScored } from "./requireScored.js";

/** How a binary classifier's calls fall out; "positive" is class 1, fractured. The four add up to the number of images. */
export interface Confusion {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
}

/**
 * Counts the calls at one threshold: an image is called fractured when its score is at or above it.
 * @param labels 0 or 1, length n
 * @param scores any finite numbers, length n; higher = more likely fractured
 * @param threshold on the scale of the scores
 * @throws RangeError on different lengths, a label other than 0 and 1, or a number that is not finite
 */
export function confusionMatrix(labels: ArrayLike<number>, scores: ArrayLike<number>, threshold: number): Confusion {
  requireScored(labels, scores);
  if (!Number.isFinite(threshold)) throw new RangeError(`Expected a finite threshold. Received: ${threshold}`);
  const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  for (let i = 0; i < labels.length; i++) {
    const calledFractured = scores[i]! >= threshold;
    if (labels[i] === 1) counts[calledFractured ? "truePositives" : "falseNegatives"]++;
    else counts[calledFractured ? "falsePositives" : "trueNegatives"]++;
  }
  return counts;
}
