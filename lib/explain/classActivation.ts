import { imageBatch } from "../data/batches.js";
import type { Dataset } from "../data/types.js";
import type { Network } from "../model/network.js";
import { inBatches, type PredictOptions } from "../model/inBatches.js";
import { tf } from "../tensorflow/index.js";
import { scaleHeat } from "./scaleHeat.js";

/**
 * How much each channel of the last map counts.
 * @param features [b, h, w, c], not below 0
 * @param gradients [b, h, w, c], of the logit
 * @returns [b, 1, 1, c]
 */
export type ChannelWeights = (features: tf.Tensor4D, gradients: tf.Tensor4D) => tf.Tensor4D;

/**
 * What Grad-CAM and Grad-CAM++ share: the last map's channels, weighted by what they do to the logit of "fractured", summed,
 * and enlarged to the image. As fine as the last map: 8 x 8 cells for the CNN at 128 pixels.
 * @returns as an Explainer
 */
export async function classActivation(
  network: Network,
  dataset: Dataset,
  weightsOf: ChannelWeights,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const { imageSize } = dataset;
  const area = imageSize * imageSize;
  const heat = new Float32Array(dataset.labels.length * area);
  const inference = network.toInference();
  const logitGradient = tf.grad((features) => inference.head(features as tf.Tensor4D).sum()); // images do not mix: one pass for all
  try {
    await inBatches(dataset, options, (rows) => {
      const maps = tf.tidy(() => {
        const features = inference.features(imageBatch(dataset, rows)); // [b, h, w, c]
        const weights = weightsOf(features, logitGradient(features) as tf.Tensor4D); // [b, 1, 1, c]
        const map = features.mul(weights).sum(3, true).relu<tf.Tensor4D>(); // [b, h, w, 1]
        return tf.image.resizeBilinear(map, [imageSize, imageSize], false, true).dataSync<"float32">(); // [b, s, s, 1]
      });
      heat.set(maps, rows[0]! * area);
    });
  } finally {
    inference.dispose();
  }
  return scaleHeat(heat, area);
}
