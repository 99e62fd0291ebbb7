import { fusedBackend, tf } from "../../tensorflow/index.js";
import { batchNormTraining, type BatchNormOptions, type BatchNormState } from "./batchNorm.js";
import { relu } from "./relu.js";

/**
 * What follows a convolution in training: BatchNorm by the batch's own statistics, 2 x 2 max-pooling, ReLU.
 * ReLU comes after pooling: the two commute, and so it works on a quarter of the values.
 * On the CPU one fused kernel does all three (packages/fracture-kernels); elsewhere it is three layers, with the same values.
 * @param x [batch, h, w, channels]
 * @returns [batch, floor(h / 2), floor(w / 2), channels]; differentiable in x, gamma and beta
 */
export function normPoolRelu(x: tf.Tensor4D, state: BatchNormState, options: BatchNormOptions): tf.Tensor4D {
  const fused = fusedBackend();
  if (!fused) return relu(tf.maxPool(batchNormTraining(x, state, options), 2, 2, "valid"));
  const { gamma, beta, movingMean, movingVariance } = state;
  const attributes = [fused.float("epsilon", options.epsilon), fused.float("momentum", options.momentum)];
  return tf.customGrad((...args) => {
    const [input, scale, offset, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const inputs = [input, scale, offset, movingMean, movingVariance];
    const outputs = fused.run("FractureNormPoolRelu", attributes, inputs, 6);
    const [y, picked, mean, inverseDeviation, nextMovingMean, nextMovingVariance] = outputs;
    movingMean.assign(nextMovingMean!);
    movingVariance.assign(nextMovingVariance!);
    save([input, picked!, scale, offset, mean!, inverseDeviation!]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      fused.run("FractureNormPoolReluGrad", [], [dy, ...saved], 3);
    return { value: y!, gradFunc };
  })(x, gamma, beta) as tf.Tensor4D;
}
