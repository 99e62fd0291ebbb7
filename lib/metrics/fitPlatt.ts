import type { PlattCalibration } from "./calibrate.js";
import { logistic } from "./logistic.js";
import { requireBothClasses } from "./requireScored.js";

/** Both bounds of a temperature: what lies beyond them makes every probability 0 or 1, or all of them alike. */
const largestSlope = 20;
const smallestSlope = 1 / largestSlope;

/**
 * Logistic recalibration: the slope and the intercept that fit logits to labels best (Platt 1999; Cox 1958,
 * doi:10.1093/biomet/45.3-4.562). Fit it on validation images. Unlike a temperature it also mends a shift, such as class
 * weights in training or another share of fractures leave; it keeps the order of the images, and with it the AUC. The
 * labels are drawn in by Platt's (positives + 1) / (positives + 2), so that images told apart without error leave doubt.
 * The log loss is convex, so the optimum is where both its slopes cross 0: bisection by the slope, at each of which the
 * best intercept is found by bisection.
 * @param labels 0 or 1, length n, both classes present
 * @param logits finite, length n
 * @returns a slope in [1/20, 20]; at the lower end when logits tell nothing, or rank backwards
 * @throws RangeError on different lengths, one class only, or a logit that is not finite
 */
export function fitPlatt(labels: ArrayLike<number>, logits: ArrayLike<number>): PlattCalibration {
  const positives = requireBothClasses(labels, logits);
  const negatives = labels.length - positives;
  const targets = Float64Array.from(labels, (label) =>
    label === 1 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2),
  );
  const largest = Math.max(...Float64Array.from(logits, Math.abs), 1);
  const interceptAt = (slope: number): number => {
    const reach = slope * largest + 40; // beyond it every probability is 0 or 1
    return zeroOf((intercept) => gradient(targets, logits, slope, intercept)[1], -reach, reach);
  };
  const slope = Math.exp(
    zeroOf(
      (logSlope) => gradient(targets, logits, Math.exp(logSlope), interceptAt(Math.exp(logSlope)))[0],
      Math.log(smallestSlope),
      Math.log(largestSlope),
    ),
  );
  return { kind: "platt", slope, intercept: interceptAt(slope) };
}

/** Of the log loss, by the slope and by the intercept. */
function gradient(
  targets: Float64Array,
  logits: ArrayLike<number>,
  slope: number,
  intercept: number,
): [bySlope: number, byIntercept: number] {
  let [bySlope, byIntercept] = [0, 0];
  for (let i = 0; i < targets.length; i++) {
    const excess = logistic(slope * logits[i]! + intercept) - targets[i]!;
    bySlope += excess * logits[i]!;
    byIntercept += excess;
  }
  return [bySlope, byIntercept];
}

/** Where a rising function crosses 0; the nearer end when it does not. */
function zeroOf(rising: (x: number) => number, low: number, high: number): number {
  let [below, above] = [low, high];
  if (rising(below) >= 0) return below;
  if (rising(above) <= 0) return above;
  for (let step = 0; step < 60; step++) {
    const middle = (below + above) / 2;
    if (rising(middle) < 0) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}
