import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BatchNormState } from "../../../lib/model/layers/batchNorm.js";
import { normPoolRelu } from "../../../lib/model/layers/normPoolRelu.js";
import { createRandom } from "../../../lib/random.js";
import { tf } from "../../../lib/tensorflow/index.js";
import { centralDifferences, dot, momentsInDoubles, normalizeInDoubles, poolReluInDoubles } from "./doubles.js";
import { normal, normal4d, options, relativeDifference, runLayer, stateOf } from "./layerInputs.js";
import { plainBatchNorm, plainMovedStatistics, plainNormPoolRelu } from "./plainLayers.js";

const layer = (x: tf.Tensor4D, state: BatchNormState): tf.Tensor4D => normPoolRelu(x, state, options);
const pooledShape = ([b, h, w, c]: number[]): number[] => [b!, Math.floor(h! / 2), Math.floor(w! / 2), c!];

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  tf.disposeVariables();
});

/** Everything the layer computes against plain tfjs; the largest relative difference of each. */
function differences(x: tf.Tensor4D, seed: number): Record<string, number> {
  const state = stateOf(x.shape[3], seed);
  const dy = normal(`dy ${seed}`, pooledShape(x.shape));
  const expected = runLayer(plainNormPoolRelu, x, state, dy);
  const moved = plainMovedStatistics(x, state);
  const actual = runLayer(layer, x, state, dy);
  return {
    y: relativeDifference(actual.value, expected.value),
    dx: relativeDifference(actual.grads[0]!, expected.grads[0]!),
    dGamma: relativeDifference(actual.grads[1]!, expected.grads[1]!),
    dBeta: relativeDifference(actual.grads[2]!, expected.grads[2]!),
    movingMean: relativeDifference(state.movingMean, moved.mean),
    movingVariance: relativeDifference(state.movingVariance, moved.variance),
  };
}

/** Whether ReLU's input is so near zero somewhere that float and double may fall on different sides of it. */
function isOnTheKink(x: tf.Tensor4D, seed: number): boolean {
  return tf.tidy(() => plainBatchNorm(x, stateOf(x.shape[3], seed)).abs().min().dataSync()[0]! < 1e-5);
}

test("normPoolRelu equals plain tfjs in value, gradients and moved statistics for any shape of 1 to 70 channels", () => {
  const side = fc.integer({ min: 2, max: 9 });
  const shapes = fc.tuple(fc.integer({ min: 1, max: 9 }), side, side, fc.integer({ min: 1, max: 70 }), fc.nat(1e6));
  const property = fc.property(shapes, ([batch, height, width, channels, seed]) => {
    tf.tidy(() => {
      const x = normal4d(seed, [batch, height, width, channels], 0.5, 2);
      fc.pre(!isOnTheKink(x, seed));
      for (const [name, difference] of Object.entries(differences(x, seed))) {
        expect(difference, name).toBeLessThan(1e-4);
      }
    });
    tf.disposeVariables();
  });
  fc.assert(property, { numRuns: 60, seed: 1 });
});

test("normPoolRelu equals plain tfjs at the size of a real block, cut into strips and whole images", () => {
  for (const batch of [3, 8]) {
    const x = normal4d("block", [batch, 33, 32, 64]);
    for (const [name, difference] of Object.entries(differences(x, 4))) expect(difference, name).toBeLessThan(1e-4);
  }
});

test("the gradients of normPoolRelu are those of finite differences in doubles", () => {
  const [x, dy] = [normal4d("x", [2, 5, 4, 3], 1, 2), normal("dy", [2, 2, 2, 3])];
  const shape = { batch: 2, height: 5, width: 4, channels: 3 };
  const state = stateOf(3);
  state.gamma.assign(tf.tensor1d([1.5, -0.7, 0.3])); // zero would make all of a window equal: no derivative
  const [weights, gamma, beta] = [dy.dataSync(), state.gamma.dataSync(), state.beta.dataSync()];
  const f = (input: ArrayLike<number>, scale: ArrayLike<number>, offset: ArrayLike<number>): number => {
    const z = normalizeInDoubles(input, scale, offset, momentsInDoubles(input, 3), options.epsilon);
    return dot(poolReluInDoubles(z, shape), weights);
  };
  const { grads } = runLayer(layer, x, state, dy);
  const values = x.dataSync();
  expect(
    relativeDifference(
      grads[0]!,
      centralDifferences((moved) => f(moved, gamma, beta), values),
    ),
  ).toBeLessThan(1e-4);
  expect(
    relativeDifference(
      grads[1]!,
      centralDifferences((moved) => f(values, moved, beta), gamma),
    ),
  ).toBeLessThan(1e-4);
  expect(
    relativeDifference(
      grads[2]!,
      centralDifferences((moved) => f(values, gamma, moved), beta),
    ),
  ).toBeLessThan(1e-4);
});

test("normPoolRelu gives the gradient to the first of equals and to it alone, whatever gamma's sign", () => {
  for (const gamma of [2, -2, 0]) {
    const state = stateOf(1);
    state.gamma.assign(tf.tensor1d([gamma]));
    state.beta.assign(tf.tensor1d([1]));
    // Two windows side by side: all equal, and the largest twice. A third below holds the smallest twice.
    const x = tf.tensor4d([5, 5, 1, 7, 5, 5, 7, 2, 0, 4, 3, 3, 4, 0, 3, 3], [1, 4, 4, 1]);
    const dy = tf.tensor4d([1, 10, 100, 1000], [1, 2, 2, 1]);
    const { grads } = runLayer(layer, x, state, dy);
    // What comes by way of the statistics is a straight line in x; the rest is the windows' own.
    const expected = runLayer(plainNormPoolRelu, x, state, dy);
    expect(relativeDifference(grads[1]!, expected.grads[1]!)).toBeLessThan(1e-4);
    expect(relativeDifference(grads[0]!, firstOfEquals(x, dy, state))).toBeLessThan(1e-4);
  }
});

/** dx in doubles where every window's gradient goes to its first largest input; ReLU passes what is above zero. */
function firstOfEquals(x: tf.Tensor4D, dy: tf.Tensor, state: BatchNormState): Float64Array {
  const values = x.dataSync();
  const [gamma, beta] = [state.gamma.dataSync(), state.beta.dataSync()];
  const { mean, variance } = momentsInDoubles(values, 1);
  const z = normalizeInDoubles(values, gamma, beta, { mean, variance }, options.epsilon);
  const inverse = 1 / Math.sqrt(variance[0]! + options.epsilon);
  const passed = new Float64Array(values.length);
  dy.dataSync().forEach((above, window) => {
    const corner = 8 * Math.floor(window / 2) + 2 * (window % 2);
    const places = [corner, corner + 1, corner + 4, corner + 5];
    const largest = Math.max(...places.map((p) => z[p]!));
    if (largest > 0) passed[places.find((p) => z[p] === largest)!] = above;
  });
  const sum = passed.reduce((a, b) => a + b, 0);
  const sumTimesX = passed.reduce((total, value, i) => total + value * (values[i]! - mean[0]!), 0);
  return passed.map((value, i) => {
    const fromVariance = ((values[i]! - mean[0]!) * inverse ** 2 * sumTimesX) / values.length;
    return gamma[0]! * inverse * (value - sum / values.length - fromVariance);
  });
}

test("normPoolRelu of constant images is ReLU of beta, and each window passes its gradient once", () => {
  const state = stateOf(2);
  state.beta.assign(tf.tensor1d([0.5, -0.5]));
  const x = tf.tile(tf.tensor4d([3, -2], [1, 1, 1, 2]), [2, 4, 4, 1]);
  const { value, grads } = runLayer(layer, x, state, tf.ones([2, 2, 2, 2]));
  for (const [i, y] of value.dataSync().entries()) expect(y).toBeCloseTo(i % 2 === 0 ? 0.5 : 0, 4);
  expect([...grads[2]!.dataSync()]).toEqual([8, 0]); // eight windows; the second channel is below zero
  const scale = state.gamma.dataSync()[0]! / Math.sqrt(options.epsilon);
  const dx = Array.from(grads[0]!.dataSync()).filter((_, i) => i % 2 === 0); // the first channel
  dx.forEach((slope, i) => {
    const isFirst = i % 4 === 0 || i % 4 === 2 ? Math.floor(i / 4) % 2 === 0 : false;
    expect(slope / scale).toBeCloseTo((isFirst ? 1 : 0) - 0.25, 3);
  });
});

test("normPoolRelu keeps its precision where the mean is a thousand deviations, at a first step too", () => {
  for (const movingMean of [0, 100]) {
    const state = stateOf(5);
    state.movingMean.assign(tf.fill([5], movingMean));
    const x = normal4d("far", [4, 8, 8, 5], 100, 0.1);
    const before = plainMovedStatistics(x, state);
    const { mean, variance } = momentsInDoubles(x.dataSync(), 5);
    const z = normalizeInDoubles(x.dataSync(), state.gamma.dataSync(), state.beta.dataSync(), { mean, variance }, 1e-3);
    const y = poolReluInDoubles(z, { batch: 4, height: 8, width: 8, channels: 5 });
    expect(relativeDifference(layer(x, state), y), `moving mean ${movingMean}`).toBeLessThan(2e-4);
    expect(relativeDifference(state.movingMean, before.mean)).toBeLessThan(1e-5);
    expect(relativeDifference(state.movingVariance, before.variance)).toBeLessThan(1e-4);
  }
});

test("normPoolRelu keeps its precision where the first rows of the images are nothing like the others", () => {
  const values = normal4d("rest", [4, 32, 16, 3]).dataSync<"float32">();
  const odd = values.map((value, i) => (Math.floor(i / (16 * 3)) % 32 === 0 ? 1000 + value : value));
  const x = tf.tensor4d(odd, [4, 32, 16, 3]);
  for (const [name, difference] of Object.entries(differences(x, 5))) expect(difference, name).toBeLessThan(1e-4);
});

test("a NaN in a channel stays to be seen: in its values and its statistics, and in no other channel", () => {
  const state = stateOf(3);
  const values = normal4d("x", [2, 4, 4, 3]).dataSync<"float32">();
  values[4] = NaN; // channel 1
  const y = layer(tf.tensor4d(values, [2, 4, 4, 3]), state).dataSync();
  const isNaNOf = (numbers: ArrayLike<number>, c: number): boolean[] =>
    Array.from(numbers)
      .filter((_, i) => i % 3 === c)
      .map(Number.isNaN);
  expect(isNaNOf(y, 1)).toEqual(new Array(8).fill(true));
  expect(isNaNOf(y, 0)).toEqual(new Array(8).fill(false));
  expect(isNaNOf(y, 2)).toEqual(new Array(8).fill(false));
  expect(Array.from(state.movingMean.dataSync(), Number.isNaN)).toEqual([false, true, false]);
  expect(Array.from(state.movingVariance.dataSync(), Number.isNaN)).toEqual([false, true, false]);
});

test("normPoolRelu repeats itself to the byte", () => {
  const random = createRandom(3);
  const x = normal4d(random.seed31(), [9, 7, 6, 17]);
  const once = (): string => {
    const state = stateOf(17);
    const { value, grads } = runLayer(layer, x, state);
    return [value, ...grads, state.movingMean, state.movingVariance].map((t) => String(t.dataSync())).join();
  };
  expect(once()).toBe(once());
});
