import { brierScore } from "./brierScore.js";
import { calibrationCurve } from "./calibrationCurve.js";
import { countPositives } from "./requireScored.js";

/** brier = reliability - resolution + uncertainty + withinBins. */
export interface BrierDecomposition {
  brier: number;
  /** Squared distance between probability and observed share; 0 is perfect calibration. */
  reliability: number;
  /** How far the observed shares of the bins lie from the prevalence: larger is better, uncertainty is the most. */
  resolution: number;
  /** prevalence * (1 - prevalence): the score of always saying the prevalence. */
  uncertainty: number;
  /** What the bins hide: spread of probabilities inside a bin, less twice their covariance with the truth. */
  withinBins: number;
}

/**
 * Where a Brier score comes from (Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2), in bins of equal
 * mass. Murphy's three parts are exact for probabilities equal inside a bin; the fourth is what others leave
 * (Stephenson, Coelho & Jolliffe 2008, doi:10.1175/2007WAF2006116.1). Few images a bin push reliability and resolution up.
 * @param labels 0 or 1, length n
 * @param probs in [0, 1], length n
 * @param binCount see {@link calibrationCurve}
 * @throws RangeError on different lengths, a probability outside [0, 1], or a bin count below 1
 */
export function brierDecomposition(
  labels: ArrayLike<number>,
  probs: ArrayLike<number>,
  binCount = 10,
): BrierDecomposition {
  const bins = calibrationCurve(labels, probs, binCount);
  const prevalence = countPositives(labels) / labels.length;
  let [reliability, resolution] = [0, 0];
  for (const { n, meanProb, observedShare } of bins) {
    reliability += (n / labels.length) * (meanProb - observedShare) ** 2;
    resolution += (n / labels.length) * (observedShare - prevalence) ** 2;
  }
  const brier = brierScore(labels, probs);
  const uncertainty = prevalence * (1 - prevalence);
  return { brier, reliability, resolution, uncertainty, withinBins: brier - (reliability - resolution + uncertainty) };
}
