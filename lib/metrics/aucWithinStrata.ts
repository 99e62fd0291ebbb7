import type { AucEstimate } from "./aucEstimate.js";
import type { Confidence } from "./confidence.js";
import {
  crossValidatedAucWithin,
  type CrossValidatedAucWithin,
  type StratifiedFold,
} from "./crossValidatedAucWithin.js";
import type { Estimate } from "./summarize.js";

export interface AucWithinStrata extends Omit<CrossValidatedAucWithin, "macroAverage" | "pairAverage"> {
  /** Every stratum counts alike. NaN when no stratum counts. */
  macroAverage: Estimate;
  /** Every pair of a fractured and an intact image of one stratum counts alike. */
  pairAverage: Estimate;
}

export interface AucWithinStrataOptions extends StratifiedFold {
  confidence?: Confidence;
  /** A stratum with fewer images of either class is left out, and named. */
  leastImagesOfClass?: number;
}

/**
 * The AUC among images of the same region: what is left of it when regions cannot be told apart to any profit. A model
 * that knows the region alone has an AUC above 0.5 over all images and of 0.5 here (stratified, or covariate-adjusted,
 * AUC: Janes & Pepe 2009, doi:10.1093/biomet/asp002). Intervals by influence curves over groups (aucEstimate), which need no
 * resample in which every stratum keeps both of its classes: with few groups most bootstrap resamples lose one.
 * @throws RangeError on different lengths, a label other than 0 and 1, or a score that is not finite
 */
export function aucWithinStrata({
  confidence = 0.95,
  leastImagesOfClass = 5,
  ...images
}: AucWithinStrataOptions): AucWithinStrata {
  const within = crossValidatedAucWithin([images], { confidence, leastImagesOfClass });
  return { ...within, macroAverage: known(within.macroAverage), pairAverage: known(within.pairAverage) };
}

function known(average: AucEstimate | undefined): Estimate {
  const { value, low, high } = average ?? { value: NaN, low: NaN, high: NaN };
  return { value, low, high };
}
