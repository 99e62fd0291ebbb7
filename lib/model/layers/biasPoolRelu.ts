import { fusedBackend, tf } from "../../tensorflow/index.js";

/**
 * What follows a convolution into which BatchNorm is folded: bias, 2 x 2 max-pooling, ReLU. Not differentiable on the CPU.
 * @param x [batch, h, w, channels]
 * @param bias [channels]
 * @returns [batch, floor(h / 2), floor(w / 2), channels]
 */
export function biasPoolRelu(x: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  const fused = fusedBackend();
  if (!fused) return tf.relu(tf.maxPool(x, 2, 2, "valid").add<tf.Tensor4D>(bias)); // a constant commutes with the maximum
  return fused.run("FractureBiasPoolRelu", [], [x, bias], 1)[0] as tf.Tensor4D;
}
