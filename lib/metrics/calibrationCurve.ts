import { quantile } from "./quantile.js";
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
  if (!Number.isInteger(binCount) || binCount < 1) {
    throw new RangeError(`Expected a positive number of bins. Received: ${binCount}`);
  }
  const sorted = Float64Array.from(probs).sort();
  const edges = Array.from({ length: binCount - 1 }, (_, k) => quantile(sorted, (k + 1) / binCount));
  const bins = Array.from({ length: binCount }, () => ({ n: 0, positives: 0, probSum: 0 }));
  for (let i = 0; i < labels.length; i++) {
    let b = 0;
    while (b < edges.length && edges[b]! < probs[i]!) b++; // an edge itself belongs to the lower bin
    const bin = bins[b]!;
    bin.n++;
    bin.positives += labels[i]!;
    bin.probSum += probs[i]!;
  }
  return bins
    .filter((bin) => bin.n > 0)
    .map(({ n, positives, probSum }) => ({ n, positives, meanProb: probSum / n, observedShare: positives / n }));
}
