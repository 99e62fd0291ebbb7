import { afterEach, expect, test } from "vitest";
import { batchNormInference, batchNormTraining, type BatchNormState } from "../../../lib/model/layers/batchNorm.js";
import { relu } from "../../../lib/model/layers/relu.js";
import { createRandom } from "../../../lib/random.js";
import { tf } from "../../../lib/tensorflow/index.js";

const options = { momentum: 0.9, epsilon: 1e-3 };
const normal = (seed: string, shape: number[]): tf.Tensor => {
  const random = createRandom(seed);
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => 2 * random.normal() + 1),
    shape,
  );
};
const state = (): BatchNormState => ({
  gamma: tf.variable(normal("gamma", [3])),
  beta: tf.variable(normal("beta", [3])),
  movingMean: tf.variable(tf.zeros([3]), false),
  movingVariance: tf.variable(tf.ones([3]), false),
});
const input = (): tf.Tensor4D => normal("x", [4, 5, 6, 3]) as tf.Tensor4D;

afterEach(() => {
  tf.disposeVariables();
});

/** Batch normalisation in plain tfjs, whose gradient tfjs derives by itself. */
function plain(x: tf.Tensor4D, s: BatchNormState): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return x.sub(mean).div(variance.add(options.epsilon).sqrt()).mul(s.gamma).add(s.beta);
}

test("fused BatchNorm equals plain tfjs forward and in all three gradients", () => {
  const s = state();
  const weights = normal("weights", [4, 5, 6, 3]); // a plain sum would have no gradient through BatchNorm
  const gradients = (norm: (x: tf.Tensor4D) => tf.Tensor4D): tf.Tensor[] => {
    const x = tf.variable(input());
    const { value, grads } = tf.variableGrads(
      () =>
        norm(x as unknown as tf.Tensor4D)
          .square()
          .mul(weights)
          .sum<tf.Scalar>(),
      [x, s.gamma, s.beta],
    );
    return [value, grads[x.name]!, grads[s.gamma.name]!, grads[s.beta.name]!];
  };
  const fused = gradients((x) => batchNormTraining(x, s, options));
  const expected = gradients((x) => plain(x, s));
  fused.forEach((tensor, i) => {
    const scale = expected[i]!.abs().max().dataSync()[0]!;
    expect(tensor.sub(expected[i]!).abs().max().dataSync()[0]! / scale).toBeLessThan(1e-4);
  });
});

test("moving statistics go a tenth of the way to the batch's mean and unbiased variance at momentum .9", () => {
  const s = state();
  const x = input();
  batchNormTraining(x, s, options);
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const unbiased = variance.mul(120 / 119);
  s.movingMean.dataSync().forEach((value, c) => {
    expect(value).toBeCloseTo(0.1 * mean.dataSync()[c]!, 5);
    expect(s.movingVariance.dataSync()[c]).toBeCloseTo(0.9 + 0.1 * unbiased.dataSync()[c]!, 4);
  });
});

test("batchNormInference normalises by the moving statistics and leaves them", () => {
  const s = state();
  s.movingMean.assign(tf.tensor1d([1, 2, 3]));
  s.movingVariance.assign(tf.tensor1d([4, 9, 16]));
  const y = batchNormInference(input(), s, options);
  const expected = input().sub(s.movingMean).div(s.movingVariance.add(options.epsilon).sqrt()).mul(s.gamma).add(s.beta);
  expect(y.sub(expected).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  expect([...s.movingMean.dataSync()]).toEqual([1, 2, 3]);
});

test("relu and its gradient equal tfjs's own", () => {
  const x = normal("relu", [50]);
  const own = tf.grad((v) => relu(v).square().sum())(x);
  const expected = tf.grad((v) => tf.relu(v).square().sum())(x);
  expect([...own.dataSync()]).toEqual([...expected.dataSync()]);
});
