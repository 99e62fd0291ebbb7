import { scaledImages } from "../data/batches.js";
import type { Dataset } from "../data/types.js";
import { logistic } from "../metrics/logistic.js";
import { tf } from "../tensorflow/index.js";
import { inBatches, type PredictOptions } from "./inBatches.js";
import type { InferenceNetwork, Network } from "./network.js";

/**
 * Logits of a whole data set, in its order.
 * @returns [n]; the log-odds of "fractured" before calibration
 */
export async function predictLogits(
  network: Network,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const inference = network.toInference();
  try {
    return await inferLogits(inference, dataset, options);
  } finally {
    inference.dispose();
  }
}

/** predictLogits for whoever keeps the inference network for several calls. */
export async function inferLogits(
  inference: InferenceNetwork,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const logits = new Float32Array(dataset.labels.length);
  await inBatches(dataset, options, (rows) => {
    logits.set(imageLogits(inference, scaledImages(dataset, rows), dataset.imageSize), rows[0]);
  });
  return logits;
}

/**
 * Logits of images at hand.
 * @param images [n, side, side] in [0, 1]
 * @returns [n]
 */
export function imageLogits(inference: InferenceNetwork, images: Float32Array, side: number): Float32Array {
  return tf.tidy(() => {
    const batch = tf.tensor4d(images, [images.length / side ** 2, side, side, 1]);
    return inference.logits(batch).dataSync<"float32">();
  });
}

/** @returns probabilities in [0, 1] */
export function sigmoid(logits: ArrayLike<number>): Float64Array {
  return Float64Array.from(logits, logistic);
}
