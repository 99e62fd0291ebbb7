import { requireProbabilities } from "./requireScored.js";

/**
 * Mean negative log-likelihood of the truth, in nats; 0 is perfect, ln 2 = 0.693 is always saying 0.5.
 * Probabilities are first clipped to [2^-52, 1 - 2^-52], as in scikit-learn, so that one sure and wrong call costs 36
 * nats and not Infinity.
 * @param labels 0 or 1, length n
 * @param probs in [0, 1], length n
 * @throws RangeError on different lengths or a probability outside [0, 1]
 */
export function logLoss(labels: ArrayLike<number>, probs: ArrayLike<number>): number {
  requireProbabilities(labels, probs);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const prob = Math.min(Math.max(probs[i]!, Number.EPSILON), 1 - Number.EPSILON);
    sum -= Math.log(labels[i] === 1 ? prob : 1 - prob);
  }
  return sum / labels.length;
}
