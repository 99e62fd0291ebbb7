import { hanleyMcNeilVariance } from "./hanleyMcNeilVariance.js";
import { normalQuantile } from "./normalDistribution.js";

export interface TestPower {
  /** Chance of finding the difference when it is there. */
  power?: number;
  /** Two-sided chance of finding one when there is none. */
  alpha?: number;
}

export interface DetectableOptions extends TestPower {
  /** Of the baseline, in (0, 1). */
  auc: number;
  /** Of the baseline's AUC, as `delongAuc` measures it on these images in their groups; above 0. */
  standardError: number;
  /** Fractured and intact images of the test set. */
  positives: number;
  negatives: number;
  /** Of the two AUCs; 0.5 by assumption, `compareAucs` measures it. 0 = other images. */
  correlation?: number;
}

/**
 * The true gain in AUC that a test of two models on the same images finds with a given power: the one at which
 * gain = (z(alpha / 2) + z(power)) * SE(difference), since DeLong's test takes its error at the AUCs as they are. The
 * baseline's variance is the measured one; the candidate's is it times the ratio of Hanley & McNeil's variances (1982) at
 * the two AUCs, and their covariance comes of the correlation (Hanley & McNeil 1983, doi:10.1148/radiology.148.3.6878708).
 * @returns a gain in AUC; NaN when even a perfect second model could not be told apart
 * @throws RangeError on a number out of its range
 */
export function minimumDetectableDifference(options: DetectableOptions): number {
  const { auc, standardError, positives, negatives, correlation = 0.5, power = 0.8, alpha = 0.05 } = options;
  if (!(auc > 0 && auc < 1)) throw new RangeError(`Expected an AUC between 0 and 1. Received: ${auc}`);
  if (!(standardError > 0)) throw new RangeError(`Expected a standard error above 0. Received: ${standardError}`);
  if (!(positives >= 2 && negatives >= 2)) {
    throw new RangeError(`Expected two images of each class. Received: ${positives} and ${negatives}`);
  }
  if (!(correlation >= 0 && correlation < 1)) {
    throw new RangeError(`Expected a correlation in [0, 1). Received: ${correlation}`);
  }
  const independent = hanleyMcNeilVariance(auc, positives, negatives);
  const isSeen = (gain: number): boolean => {
    const ratio = Math.sqrt(hanleyMcNeilVariance(auc + gain, positives, negatives) / independent);
    const ofDifference = standardError * Math.sqrt(1 + ratio ** 2 - 2 * correlation * ratio);
    return gain >= detectableFromStandardError(ofDifference, { power, alpha });
  };
  let [unseen, seen] = [0, 1 - auc];
  if (!isSeen(seen)) return NaN;
  for (let step = 0; step < 60; step++) {
    const middle = (unseen + seen) / 2;
    if (isSeen(middle)) seen = middle;
    else unseen = middle;
  }
  return seen;
}

/**
 * The same from a measured standard error of a difference, such as `compareAucs` gives: (z(alpha / 2) + z(power)) * SE.
 * @throws RangeError on a power or an alpha outside (0, 1)
 */
export function detectableFromStandardError(
  standardError: number,
  { power = 0.8, alpha = 0.05 }: TestPower = {},
): number {
  for (const [name, share] of Object.entries({ power, alpha })) {
    if (!(share > 0 && share < 1)) throw new RangeError(`Expected ${name} between 0 and 1. Received: ${share}`);
  }
  return (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * standardError;
}
