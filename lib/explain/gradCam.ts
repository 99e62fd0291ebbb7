import type { tf } from "../tensorflow/index.js";
import { classActivation } from "./classActivation.js";
import type { Explainer } from "./explainer.js";

/**
 * Grad-CAM of the logit "fractured": a channel counts by its mean gradient (Selvaraju et al. 2017, equations 1 and 2,
 * doi:10.1109/ICCV.2017.74). For a linear head on a global average it is Zhou's class activation map.
 */
export const gradCam: Explainer = (network, dataset, options) =>
  classActivation(network, dataset, meanGradient, options);

function meanGradient(_: tf.Tensor4D, gradients: tf.Tensor4D): tf.Tensor4D {
  return gradients.mean([1, 2], true);
}
