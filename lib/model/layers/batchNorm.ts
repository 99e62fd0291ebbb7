import { nativeBackend, tf, type NativeBackend } from "../../tensorflow/index.js";

/** One BatchNorm layer's variables, each [channels]. */
export interface BatchNormState {
  gamma: tf.Variable;
  beta: tf.Variable;
  movingMean: tf.Variable;
  movingVariance: tf.Variable;
}

export interface BatchNormOptions {
  /** Share of the moving statistics kept at each step, in [0, 1). */
  momentum: number;
  /** Added to the variance. */
  epsilon: number;
}

/**
 * Normalises each channel by the batch's own mean and variance, and moves the moving statistics towards them
 * (Ioffe & Szegedy 2015, arXiv:1502.03167; unbiased variance in the moving one, as TensorFlow's fused op and Keras do).
 * TensorFlow runs it as one op each way; tfjs's own gradient is 55 small ones.
 * @param x [batch, h, w, channels]
 * @returns the same shape; differentiable in x, gamma and beta
 */
export function batchNormTraining(x: tf.Tensor4D, state: BatchNormState, options: BatchNormOptions): tf.Tensor4D {
  const native = nativeBackend();
  if (native) {
    return fused(native, x, state, options.epsilon, (mean, variance) => {
      moveTowards(state, mean, variance, options.momentum);
    });
  }
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const count = x.size / mean.size;
  moveTowards(state, mean, variance.mul(count / (count - 1)), options.momentum);
  return x
    .sub(mean)
    .mul(state.gamma.mul(variance.add(options.epsilon).rsqrt()))
    .add(state.beta);
}

/**
 * Normalises by the moving statistics; nothing moves, in training neither: what Keras calls a frozen BatchNorm. For networks
 * that begin with weights from elsewhere; the CNN, trained from nothing, freezes none.
 * @param x [batch, h, w, channels]
 * @returns the same shape; differentiable in x, gamma and beta
 */
export function batchNormFrozen(x: tf.Tensor4D, state: BatchNormState, { epsilon }: BatchNormOptions): tf.Tensor4D {
  const native = nativeBackend();
  if (native) return fused(native, x, state, epsilon);
  const { gamma, beta, movingMean, movingVariance } = state;
  return x.sub(movingMean).mul(movingVariance.add(epsilon).rsqrt().mul(gamma)).add<tf.Tensor4D>(beta);
}

/** @param onStatistics gets the batch's mean and unbiased variance, which end with the call; without it, the layer is frozen */
function fused(
  native: NativeBackend,
  x: tf.Tensor4D,
  { gamma, beta, movingMean, movingVariance }: BatchNormState,
  epsilon: number,
  onStatistics?: (mean: tf.Tensor, variance: tf.Tensor) => void,
): tf.Tensor4D {
  const attributes = [
    native.float32("T"),
    native.float32("U"),
    native.float("epsilon", epsilon),
    native.string("data_format", "NHWC"),
    native.bool("is_training", onStatistics !== undefined),
  ];
  return tf.customGrad((...args) => {
    const [input, scale, offset, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const none = tf.tensor1d([]);
    const statistics = onStatistics ? [none, none] : [movingMean, movingVariance];
    const outputs = native.run("FusedBatchNormV3", attributes, [input, scale, offset, ...statistics], 6);
    onStatistics?.(outputs[1]!, outputs[2]!);
    // Frozen, the gradient normalises by what the forward pass did: the moving statistics.
    save([input, scale, ...(onStatistics ? outputs.slice(3, 5) : statistics), outputs[5]!]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      native.run("FusedBatchNormGradV3", attributes, [dy, ...saved], 5).slice(0, 3);
    return { value: outputs[0]!, gradFunc };
  })(x, gamma, beta) as tf.Tensor4D;
}

/** @param variance unbiased, as TensorFlow's fused op gives it for the moving statistics */
function moveTowards(state: BatchNormState, mean: tf.Tensor, variance: tf.Tensor, momentum: number): void {
  tf.tidy(() => {
    state.movingMean.assign(state.movingMean.mul(momentum).add(mean.mul(1 - momentum)));
    state.movingVariance.assign(state.movingVariance.mul(momentum).add(variance.mul(1 - momentum)));
  });
}
