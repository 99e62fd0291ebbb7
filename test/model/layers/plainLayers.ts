import type { BatchNormState } from "../../../lib/model/layers/batchNorm.js";
import { tf } from "../../../lib/tensorflow/index.js";
import { options } from "./layerInputs.js";

/** What the native layers are held against: textbook formulas in tfjs ops, whose gradients tfjs derives by itself. */
export function plainBatchNorm(x: tf.Tensor4D, { gamma, beta }: BatchNormState): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return x.sub(mean).div(variance.add(options.epsilon).sqrt()).mul(gamma).add(beta);
}

export function plainFrozenBatchNorm(x: tf.Tensor4D, s: BatchNormState): tf.Tensor4D {
  return x.sub(s.movingMean).div(s.movingVariance.add(options.epsilon).sqrt()).mul(s.gamma).add(s.beta);
}

/** ReLU before pooling, the usual order: that the layer's order gives the same is part of what is tested. */
export function plainNormPoolRelu(x: tf.Tensor4D, state: BatchNormState): tf.Tensor4D {
  return tf.maxPool(tf.relu(plainBatchNorm(x, state)), 2, 2, "valid");
}

/** Where the moving statistics are to be after one step. */
export function plainMovedStatistics(x: tf.Tensor4D, s: BatchNormState): { mean: tf.Tensor; variance: tf.Tensor } {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const count = x.size / x.shape[3];
  const move = (from: tf.Tensor, to: tf.Tensor): tf.Tensor =>
    from.mul(options.momentum).add(to.mul(1 - options.momentum));
  return { mean: move(s.movingMean, mean), variance: move(s.movingVariance, variance.mul(count / (count - 1))) };
}
