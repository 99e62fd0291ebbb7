import { createRandom } from "../random.js";
import { twoSidedZ, type Confidence } from "./confidence.js";
import { equalMassBins } from "./equalMassBins.js";
import { mean } from "./mean.js";
import { quantile } from "./quantile.js";
import type { Estimate } from "./summarize.js";

export interface EceIfCalibratedOptions {
  /** Same seed, same band. */
  seed: number | string;
  resamples?: number;
  confidence?: Confidence;
  /** As of the calibration error that is held against it. */
  binCount?: number;
}

/**
 * The calibration error that a perfectly calibrated model would show on these very probabilities, by chance alone: labels
 * are drawn as the probabilities say (consistency resampling, Bröcker & Smith 2007, doi:10.1175/WAF993.1). A measured
 * error above the band is more than chance; one inside it is no proof of calibration. Labels are drawn image by image:
 * where images of one patient err alike, the band is too low.
 * @param probs in [0, 1], at least one
 * @returns mean, and the band that holds a share of `confidence` of the draws
 * @throws RangeError on another confidence or a bin count below 1
 */
export function eceIfCalibrated(
  probs: ArrayLike<number>,
  { seed, resamples = 1000, confidence = 0.95, binCount = 10 }: EceIfCalibratedOptions,
): Estimate {
  twoSidedZ(confidence); // refuses an unknown level
  const random = createRandom(`${seed}/if calibrated`);
  const bins = equalMassBins(probs, binCount);
  const errors = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (const images of bins) {
      let excess = 0; // of what is expected over what is drawn
      for (const i of images) excess += probs[i]! - Number(random.uniform() < probs[i]!);
      sum += Math.abs(excess);
    }
    return sum / probs.length;
  }).sort();
  return {
    value: mean(Array.from(errors)),
    low: quantile(errors, (1 - confidence) / 2),
    high: quantile(errors, (1 + confidence) / 2),
  };
}
