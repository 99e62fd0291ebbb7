import { requireProbabilities } from "./requireScored.js";

/**
 * Mean squared distance between probability and truth (Brier 1950); 0 is perfect, 0.25 is always saying 0.5.
 * @param labels 0 or 1, length n
 * @param probs in [0, 1], length n
 * @returns in [0, 1]
 * @throws RangeError on different lengths or a probability outside [0, 1]
 */
export function brierScore(labels: ArrayLike<number>, probs: ArrayLike<number>): number {
  requireProbabilities(labels, probs);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probs[i]! - labels[i]!) ** 2;
  return sum / labels.length;
}
