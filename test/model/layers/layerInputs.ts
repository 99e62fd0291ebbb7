import type { BatchNormState } from "../../../lib/model/layers/batchNorm.js";
import { createRandom } from "../../../lib/random.js";
import { tf } from "../../../lib/tensorflow/index.js";

export const options = { momentum: 0.9, epsilon: 1e-3 };

/** Normal numbers, the same for the same seed. */
export function normal(seed: string | number, shape: number[], mean = 0, deviation = 1): tf.Tensor {
  const random = createRandom(seed);
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => mean + deviation * random.normal()),
    shape,
  );
}

/** The same, as images or activations [batch, h, w, channels]. */
export function normal4d(seed: string | number, shape: number[], mean = 0, deviation = 1): tf.Tensor4D {
  return normal(seed, shape, mean, deviation) as tf.Tensor4D;
}

/**
 * BatchNorm's variables as they are in the middle of a training; gamma of either sign, its first one zero. Others are not
 * near zero: there rounding makes neighbours equal, and which of them is the largest is anyone's guess.
 */
export function stateOf(channels: number, seed: string | number = 1): BatchNormState {
  const gamma = normal(`gamma ${seed}`, [channels])
    .dataSync<"float32">()
    .map((value) => value + Math.sign(value) / 10);
  if (channels > 2) gamma[0] = 0;
  return {
    gamma: tf.variable(tf.tensor1d(gamma)),
    beta: tf.variable(normal(`beta ${seed}`, [channels])),
    movingMean: tf.variable(normal(`mean ${seed}`, [channels]), false),
    movingVariance: tf.variable(normal(`variance ${seed}`, [channels]).abs().add(0.5), false),
  };
}

/** @returns the layer's value, and its gradients in x, gamma and beta when `dy` comes from above */
export function runLayer(
  layer: (x: tf.Tensor4D, state: BatchNormState) => tf.Tensor,
  x: tf.Tensor4D,
  state: BatchNormState,
  dy?: tf.Tensor,
): { value: tf.Tensor; grads: tf.Tensor[] } {
  const run = tf.valueAndGrads((input) => layer(input as tf.Tensor4D, state));
  return run([x, state.gamma, state.beta], dy);
}

/** The largest difference as a share of the largest expected value; NaN when one of them has a NaN. */
export function relativeDifference(actual: tf.Tensor, expected: tf.Tensor | ArrayLike<number>): number {
  const [a, b] = [actual.dataSync(), "dataSync" in expected ? expected.dataSync() : expected];
  if (a.length !== b.length) throw new Error(`Expected ${b.length} values. Received: ${a.length}`);
  let [difference, largest] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) return NaN;
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return difference === 0 ? 0 : difference / largest;
}
