import type { tf } from "../../tensorflow/index.js";

/**
 * Every cell of a map as one row, channels of a cell together, as Keras's Flatten.
 * @param x [batch, h, w, channels]
 * @returns [batch, h * w * channels]
 */
export function flatten(x: tf.Tensor4D): tf.Tensor2D {
  return x.reshape([x.shape[0], x.size / x.shape[0]]);
}
