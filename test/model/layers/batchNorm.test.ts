import { afterEach, beforeEach, expect, test } from "vitest";
import { batchNormFrozen, batchNormTraining, type BatchNormState } from "../../../lib/model/layers/batchNorm.js";
import { tf } from "../../../lib/tensorflow/index.js";
import { createAdam } from "../../../lib/training/adam.js";
import { centralDifferences, dot, momentsInDoubles, normalizeInDoubles, type Statistics } from "./doubles.js";
import { normal, normal4d, options, relativeDifference, runLayer, stateOf } from "./layerInputs.js";
import { plainBatchNorm, plainFrozenBatchNorm, plainMovedStatistics } from "./plainLayers.js";

type Layer = (x: tf.Tensor4D, state: BatchNormState) => tf.Tensor4D;
const training: Layer = (x, state) => batchNormTraining(x, state, options);
const frozen: Layer = (x, state) => batchNormFrozen(x, state, options);
const shape = [3, 5, 4, 7];
const input = (): tf.Tensor4D => normal4d("x", shape, 1, 2);

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  tf.disposeVariables();
});

test.each([
  ["batchNormTraining", training, plainBatchNorm],
  ["batchNormFrozen", frozen, plainFrozenBatchNorm],
])("%s equals plain tfjs in its value and all three gradients", (_, layer, plain) => {
  const [state, dy] = [stateOf(7), normal("dy", shape)];
  const expected = runLayer(plain, input(), state, dy);
  const actual = runLayer(layer, input(), state, dy);
  expect(relativeDifference(actual.value, expected.value)).toBeLessThan(1e-4);
  for (const i of [0, 1, 2]) expect(relativeDifference(actual.grads[i]!, expected.grads[i]!)).toBeLessThan(1e-4);
});

test.each([
  ["batchNormTraining", training, (x: ArrayLike<number>): Statistics => momentsInDoubles(x, 7)],
  ["batchNormFrozen", frozen, (): undefined => undefined],
])("the gradients of %s are those of finite differences in doubles", (_, layer, momentsOf) => {
  const [state, dy] = [stateOf(7), normal("dy", shape)];
  const moving = { mean: [...state.movingMean.dataSync()], variance: [...state.movingVariance.dataSync()] };
  const [x, gamma, beta] = [input().dataSync(), state.gamma.dataSync(), state.beta.dataSync()];
  const f = (values: ArrayLike<number>, scale: ArrayLike<number>, offset: ArrayLike<number>): number =>
    dot(normalizeInDoubles(values, scale, offset, momentsOf(values) ?? moving, options.epsilon), dy.dataSync());
  const { grads } = runLayer(layer, input(), state, dy);
  expect(
    relativeDifference(
      grads[0]!,
      centralDifferences((moved) => f(moved, gamma, beta), x),
    ),
  ).toBeLessThan(1e-4);
  expect(
    relativeDifference(
      grads[1]!,
      centralDifferences((moved) => f(x, moved, beta), gamma),
    ),
  ).toBeLessThan(1e-4);
  expect(
    relativeDifference(
      grads[2]!,
      centralDifferences((moved) => f(x, gamma, moved), beta),
    ),
  ).toBeLessThan(1e-4);
});

test("moving statistics go a tenth of the way to the batch's mean and unbiased variance at momentum .9", () => {
  const state = stateOf(7);
  const expected = plainMovedStatistics(input(), state);
  training(input(), state);
  expect(relativeDifference(state.movingMean, expected.mean)).toBeLessThan(1e-5);
  expect(relativeDifference(state.movingVariance, expected.variance)).toBeLessThan(1e-5);
});

test("frozen statistics are untouched to the byte by a training step that moves gamma, beta and the layer below", () => {
  const state = stateOf(7);
  const kernel = tf.variable(normal("kernel", [3, 3, 1, 7]));
  const images = normal4d("images", [4, 6, 6, 1]);
  const parameters = Object.entries({ kernel, gamma: state.gamma, beta: state.beta }).map(([name, variable]) => ({
    name,
    variable,
  }));
  const bytes = (variable: tf.Variable): string => String(variable.dataSync());
  const statistics = (): string[] => [state.movingMean, state.movingVariance].map(bytes);
  const [statisticsBefore, parametersBefore] = [statistics(), parameters.map(({ variable }) => bytes(variable))];

  const { grads } = tf.variableGrads(
    () =>
      frozen(tf.conv2d(images, kernel as unknown as tf.Tensor4D, 1, "same"), state)
        .square()
        .mean<tf.Scalar>(),
    parameters.map(({ variable }) => variable),
  );
  createAdam(parameters, 0).step(
    parameters.map(({ variable }) => grads[variable.name]!),
    0.01,
  );
  expect(statistics()).toEqual(statisticsBefore);
  parameters.forEach(({ variable }, i) => {
    expect(bytes(variable)).not.toBe(parametersBefore[i]);
  });
});

test("a frozen image's values do not depend on the rest of its batch", () => {
  const state = stateOf(7);
  const alone = frozen(tf.slice(input(), 1, 1), state);
  expect(relativeDifference(alone, tf.slice(frozen(input(), state), 1, 1))).toBeLessThan(1e-6);
});
