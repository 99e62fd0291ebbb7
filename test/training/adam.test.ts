import { afterEach, expect, test } from "vitest";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { createAdam } from "../../lib/training/adam.js";
import { onBackend } from "../model/onBackend.js";

/** Odd sizes, so that no vector register is filled evenly; the last two are cut into chunks of 16,384 between threads. */
const shapes = { "conv1/kernel": [3, 3, 1, 7], "norm1/gamma": [7], "logit/bias": [1], "dense1/kernel": [129, 129] };
const wide = { "dense2/kernel": [40_003, 1], "dense2/bias": [16_385] };
const learningRates = [0.01, 0.02, 0.005, 0.01, 0.001];
const decay = 0.1;

type Values = Record<string, Float32Array>;

const normals = (name: string, shape: number[], deviation: number): Float32Array => {
  const random = createRandom(name);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => deviation * random.normal());
};
/** Gradients of very different size, some of them zero. */
const gradientOf = (name: string, shape: number[], step: number): Float32Array =>
  normals(`${name} ${step}`, shape, 1).map((value, i) => (i % 5 === 0 ? 0 : value * 10 ** ((i % 7) - 5)));

/** @returns all variables after five steps */
function stepped(all: Record<string, number[]>): Values {
  const entries = Object.entries(all);
  const parameters = entries.map(([name, shape]) => ({
    name,
    variable: tf.variable(tf.tensor(normals(name, shape, 0.5), shape)),
  }));
  const adam = createAdam(parameters, decay);
  learningRates.forEach((learningRate, step) => {
    tf.tidy(() => {
      const gradients = entries.map(([name, shape]) => tf.tensor(gradientOf(name, shape, step), shape));
      adam.step(gradients, learningRate);
    });
  });
  return Object.fromEntries(
    parameters.map(({ name, variable }) => [name, Float32Array.from(variable.dataSync<"float32">())]),
  );
}

/** The textbook recurrence in doubles, epsilon as in Keras. */
function reference(name: string, shape: number[]): Float64Array {
  const values = Float64Array.from(normals(name, shape, 0.5));
  const [first, second] = [new Float64Array(values.length), new Float64Array(values.length)];
  const share = name.endsWith("/kernel") ? decay : 0;
  learningRates.forEach((learningRate, step) => {
    const stepSize = (learningRate * Math.sqrt(1 - 0.999 ** (step + 1))) / (1 - 0.9 ** (step + 1));
    gradientOf(name, shape, step).forEach((gradient, i) => {
      const m = 0.9 * first[i]! + 0.1 * gradient;
      const v = 0.999 * second[i]! + 0.001 * gradient ** 2;
      values[i] = values[i]! * (1 - learningRate * share) - (stepSize * m) / (Math.sqrt(v) + 1e-7);
      [first[i], second[i]] = [m, v];
    });
  });
  return values;
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = difference; // NaN counts as the largest
  }
  return largest;
};

afterEach(() => {
  tf.disposeVariables();
});

test("Adam follows the textbook recurrence for variables of any size, with decay on kernels and none on the others", () => {
  const all = { ...shapes, ...wide };
  for (const [name, values] of Object.entries(stepped(all))) {
    // Values of about 1 that take five steps of at most 0.05: single precision leaves some 1e-6.
    expect(largestDifference(values, reference(name, all[name as keyof typeof all])), name).toBeLessThan(3e-6);
  }
});

test("Adam steps to the same values on the cpu backend, in plain ops", async () => {
  const native = stepped(shapes);
  const plain = await onBackend("cpu", () => stepped(shapes));
  for (const name of Object.keys(shapes))
    expect(largestDifference(native[name]!, plain[name]!), name).toBeLessThan(3e-6);
});

test("Adam refuses a gradient of another shape, and the next step is as if it had not been asked", () => {
  const kernel = tf.variable(tf.tensor1d([0.5, 0.5]));
  const adam = createAdam([{ name: "dense1/kernel", variable: kernel }], 0);
  expect(() => {
    adam.step([tf.tensor1d([1, 2, 3])], 0.01);
  }).toThrow("Expected input 3 of shape [3]. Received: shape [2]");
  expect([...kernel.dataSync()]).toEqual([0.5, 0.5]);
});

test("Adam leaves no tensor behind but its two moments a parameter, and none after dispose", () => {
  const kernel = tf.variable(tf.ones([3]));
  const gradient = tf.ones([3]);
  const before = tf.memory().numTensors;
  const adam = createAdam([{ name: "dense1/kernel", variable: kernel }], 0.1);
  for (let i = 0; i < 5; i++) adam.step([gradient], 0.01);
  expect(tf.memory().numTensors).toBe(before + 2);
  adam.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
