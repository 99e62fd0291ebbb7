import type { TemperatureCalibration } from "./calibrate.js";
import { logistic } from "./logistic.js";
import { requireBothClasses } from "./requireScored.js";

/** Beyond it probabilities are 0 or 1, or 0.5, for any logit a network gives. */
const largestTemperature = 20;

/**
 * The one number that logits are divided by so that probabilities fit the labels best: minimal log loss (Guo et al. 2017,
 * arXiv:1706.04599). Fit it on validation images. The log loss is convex in 1 / temperature, so the optimum is where its
 * slope crosses 0, found by bisection. It keeps the order of the images, and with it the AUC; it cannot mend a shift, as
 * a logit of 0 stays a probability of 0.5 (see fitPlatt).
 * @param labels 0 or 1, length n, both classes present
 * @param logits finite, length n
 * @returns a temperature in [1/20, 20]; at an end of it when the classes are told apart without error, or not at all
 * @throws RangeError on different lengths, one class only, or a logit that is not finite
 */
export function fitTemperature(labels: ArrayLike<number>, logits: ArrayLike<number>): TemperatureCalibration {
  requireBothClasses(labels, logits);
  const slope = (temperature: number): number => {
    let sum = 0; // of the log loss by 1 / temperature
    for (let i = 0; i < logits.length; i++) sum += (logistic(logits[i]! / temperature) - labels[i]!) * logits[i]!;
    return sum;
  };
  let [cold, hot] = [1 / largestTemperature, largestTemperature];
  if (slope(cold) <= 0) return { kind: "temperature", temperature: cold };
  if (slope(hot) >= 0) return { kind: "temperature", temperature: hot };
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(cold * hot);
    if (slope(middle) > 0) cold = middle;
    else hot = middle;
  }
  return { kind: "temperature", temperature: Math.sqrt(cold * hot) };
}
