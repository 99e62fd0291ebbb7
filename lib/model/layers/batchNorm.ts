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
  return native ? fusedTraining(native, x, state, options) : plainTraining(x, state, options);
}

/** Normalises by the moving statistics; nothing moves. @param x [batch, h, w, channels] */
export function batchNormInference(x: tf.Tensor4D, state: BatchNormState, options: BatchNormOptions): tf.Tensor4D {
  const { movingMean, movingVariance, beta, gamma } = state;
  return tf.batchNorm(
    x,
    movingMean as tf.Tensor1D,
    movingVariance as tf.Tensor1D,
    beta as tf.Tensor1D,
    gamma as tf.Tensor1D,
    options.epsilon,
  );
}

function fusedTraining(
  native: NativeBackend,
  x: tf.Tensor4D,
  state: BatchNormState,
  options: BatchNormOptions,
): tf.Tensor4D {
  const attributes = [
    native.float32("T"),
    native.float32("U"),
    native.float("epsilon", options.epsilon),
    native.string("data_format", "NHWC"),
    native.bool("is_training", true),
  ];
  const normalise = tf.customGrad((input, gamma, beta, save) => {
    const none = tf.tensor1d([]);
    const inputs = [input as tf.Tensor, gamma as tf.Tensor, beta as tf.Tensor, none, none];
    const [y, mean, variance, ...reserved] = native.run("FusedBatchNormV3", attributes, inputs, 6);
    moveTowards(state, mean!, variance!, options.momentum);
    (save as tf.GradSaveFunc)([input as tf.Tensor, gamma as tf.Tensor, ...reserved]);
    return {
      value: y!,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        native.run("FusedBatchNormGradV3", attributes, [dy, ...saved], 5).slice(0, 3),
    };
  });
  return normalise(x, state.gamma, state.beta) as tf.Tensor4D;
}

function plainTraining(x: tf.Tensor4D, state: BatchNormState, options: BatchNormOptions): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const count = x.size / mean.size;
  moveTowards(state, mean, variance.mul(count / (count - 1)), options.momentum);
  return x
    .sub(mean)
    .mul(state.gamma.mul(variance.add(options.epsilon).rsqrt()))
    .add(state.beta);
}

/** @param variance unbiased, as TensorFlow's fused op gives it for the moving statistics */
function moveTowards(state: BatchNormState, mean: tf.Tensor, variance: tf.Tensor, momentum: number): void {
  tf.tidy(() => {
    state.movingMean.assign(state.movingMean.mul(momentum).add(mean.mul(1 - momentum)));
    state.movingVariance.assign(state.movingVariance.mul(momentum).add(variance.mul(1 - momentum)));
  });
}
