import { calibrationCurve } from "./calibrationCurve.js";

/**
 * How far probabilities lie from observed shares, on average over images, in bins of equal mass (Naeini et al. 2015;
 * equal mass as in Nixon et al. 2019). Few images a bin push it upwards even when calibration is perfect: about 0.1 for
 * 100 images in 10 bins. Compare it only between models judged on the same images.
 * @param labels 0 or 1, length n
 * @param probs in [0, 1], length n
 * @param binCount see {@link calibrationCurve}
 * @returns in [0, 1]
 * @throws RangeError on different lengths, a probability outside [0, 1], or a bin count below 1
 */
export function expectedCalibrationError(labels: ArrayLike<number>, probs: ArrayLike<number>, binCount = 10): number {
  let sum = 0;
  for (const bin of calibrationCurve(labels, probs, binCount)) {
    sum += bin.n * Math.abs(bin.meanProb - bin.observedShare);
  }
  return sum / labels.length;
}
