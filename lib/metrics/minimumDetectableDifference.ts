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
  /** Fractured and intact images of the test set. */
  positives: number;
  negatives: number;
  /** Of the two AUCs; 0.5 is usual for two networks on the same images, `compareAucs` measures it. 0 = other images. */
  correlation?: number;
  /** How many times larger the variance is because images come in groups: see {@link designEffect}. */
  designEffect?: number;
}

/**
 * By how much a second model must be better for a test set of this size to show it: the gain at which
 * gain = z(alpha / 2) * SE(no gain) + z(power) * SE(that gain). Variances by Hanley & McNeil 1982, their covariance as in
 * Hanley & McNeil 1983 (doi:10.1148/radiology.148.3.6878708), sample-size form as in Obuchowski & McClish 1997
 * (doi:10.1002/(SICI)1097-0258(19970715)16:13<1529::AID-SIM565>3.0.CO;2-H).
 * @returns a gain in AUC; NaN when even a perfect second model could not be told apart
 * @throws RangeError on a number out of its range
 */
export function minimumDetectableDifference(options: DetectableOptions): number {
  const { auc, positives, negatives, correlation = 0.5, designEffect: effect = 1, power = 0.8, alpha = 0.05 } = options;
  if (!(auc > 0 && auc < 1)) throw new RangeError(`Expected an AUC between 0 and 1. Received: ${auc}`);
  if (!(positives >= 2 && negatives >= 2)) {
    throw new RangeError(`Expected two images of each class. Received: ${positives} and ${negatives}`);
  }
  if (!(correlation >= 0 && correlation < 1)) {
    throw new RangeError(`Expected a correlation in [0, 1). Received: ${correlation}`);
  }
  if (!(effect > 0)) throw new RangeError(`Expected a design effect above 0. Received: ${effect}`);
  const { zAlpha, zPower } = deviates({ power, alpha });
  const baseline = effect * hanleyMcNeilVariance(auc, positives, negatives);
  const standardErrorAt = (gain: number): number => {
    const candidate = effect * hanleyMcNeilVariance(auc + gain, positives, negatives);
    return Math.sqrt(Math.max(0, baseline + candidate - 2 * correlation * Math.sqrt(baseline * candidate)));
  };
  const isSeen = (gain: number): boolean => gain >= zAlpha * standardErrorAt(0) + zPower * standardErrorAt(gain);
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
  const { zAlpha, zPower } = deviates({ power, alpha });
  return (zAlpha + zPower) * standardError;
}

function deviates({ power, alpha }: Required<TestPower>): { zAlpha: number; zPower: number } {
  for (const [name, share] of Object.entries({ power, alpha })) {
    if (!(share > 0 && share < 1)) throw new RangeError(`Expected ${name} between 0 and 1. Received: ${share}`);
  }
  return { zAlpha: normalQuantile(1 - alpha / 2), zPower: normalQuantile(power) };
}
