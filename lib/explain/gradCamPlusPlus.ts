import type { tf } from "../tensorflow/index.js";
import { classActivation } from "./classActivation.js";
import type { Explainer } from "./explainer.js";

/**
 * Grad-CAM++ (Chattopadhay et al. 2018, doi:10.1109/WACV.2018.00097): only channels that raise the logit count, and one
 * that is bright in a small place counts as much as one that is bright all over.
 */
export const gradCamPlusPlus: Explainer = (network, dataset, options) =>
  classActivation(network, dataset, weightedGradient, options);

/**
 * Equations 5 and 10 with the score exp(logit) and a head that is linear piece by piece, so that its higher derivatives are
 * powers of the gradient g: sum over places of alpha relu(g), alpha = g² / (2 g² + g³ sum A), which is
 * relu(g) / (2 + relu(g) sum A). The denominator cannot be 0, since A is not below it.
 */
function weightedGradient(features: tf.Tensor4D, gradients: tf.Tensor4D): tf.Tensor4D {
  const total = features.sum([1, 2], true); // [b, 1, 1, c]
  const raising = gradients.relu(); // [b, h, w, c]
  return raising.div(raising.mul(total).add(2)).sum([1, 2], true);
}
