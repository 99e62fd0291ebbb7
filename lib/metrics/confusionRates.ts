/**
 * Rates of a confusion matrix, each in [0, 1] (mcc in [-1, 1]). A rate with nothing to divide by is undefined and comes
 * back as NaN, never as 0: the PPV of a model that calls nothing fractured is unknown, not bad.
 */
import type { Confusion } from "./confusionMatrix.js";

/** Share of all images that are called right. */
export function accuracy(c: Confusion): number {
  return (c.truePositives + c.trueNegatives) / total(c);
}

/** Share of the fractured images that are found (recall, true positive rate). NaN without a fractured image. */
export function sensitivity(c: Confusion): number {
  return c.truePositives / (c.truePositives + c.falseNegatives);
}

/** Share of the intact images that are left alone (true negative rate). NaN without an intact image. */
export function specificity(c: Confusion): number {
  return c.trueNegatives / (c.trueNegatives + c.falsePositives);
}

/** Positive predictive value (precision): how often "fractured" is right, at this set's prevalence. NaN without such a call. */
export function ppv(c: Confusion): number {
  return c.truePositives / (c.truePositives + c.falsePositives);
}

/** Negative predictive value: how often "not fractured" is right, at this set's prevalence. NaN without such a call. */
export function npv(c: Confusion): number {
  return c.trueNegatives / (c.trueNegatives + c.falseNegatives);
}

/** Harmonic mean of sensitivity and PPV. NaN when no image is fractured and none is called so. */
export function f1(c: Confusion): number {
  return (2 * c.truePositives) / (2 * c.truePositives + c.falsePositives + c.falseNegatives);
}

/** Mean of sensitivity and specificity: 0.5 for any call made without looking. NaN when a class is missing. */
export function balancedAccuracy(c: Confusion): number {
  return (sensitivity(c) + specificity(c)) / 2;
}

/** Matthews correlation between truth and call (Matthews 1975, doi:10.1016/0005-2795(75)90109-9). NaN when a class or a kind of call is missing. */
export function mcc(c: Confusion): number {
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = c;
  return (tp * tn - fp * fn) / (Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn)));
}

function total(c: Confusion): number {
  return c.truePositives + c.falsePositives + c.trueNegatives + c.falseNegatives;
}
