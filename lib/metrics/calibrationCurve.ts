import { equalMassBins } from "./equalMassBins.js";
import { requireProbabilities } from "./requireScored.js";

/** Images of similar probability, taken together. */
export interface CalibrationBin {
  /** At least 1. */
  n: number;
  positives: number;
  meanProb: number;
  /** positives / n: equal to meanProb when the probabilities can be taken at their word. */
  observedShare: number;
}

/**
 * Reliability in bins of equal mass: the edges are quantiles of the probabilities, equal probabilities stay together and
 * empty bins are left out (scikit-learn's calibration_curve with strategy="quantile").
 * @param labels 0 or 1, length n
 * @param probs in [0, 1], length n
 * @param binCount at most so many bins come back, from low to high probability
 * @throws RangeError on different lengths, a probability outside [0, 1], or a bin count below 1
 */
export function calibrationCurve(labels: ArrayLike<number>, probs: ArrayLike<number>, binCount = 10): CalibrationBin[] {
  requireProbabilities(labels, probs);
  return equalMassBins(probs, binCount).map((images) => {
    const n = images.length;
    let [positives, probSum] = [0, 0];
    for (const i of images) {
      positives += labels[i]!;
      probSum += probs[i]!;
    }
    return { n, positives, meanProb: probSum / n, observedShare: positives / n };
  });
}
