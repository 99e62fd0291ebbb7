import { afterEach, expect, test } from "vitest";
import { tf } from "../../lib/tensorflow/index.js";
import { createAdam } from "../../lib/training/adam.js";

afterEach(() => {
  tf.disposeVariables();
});

/** The textbook recurrence in doubles, epsilon as in Keras. */
function reference(start: number, gradients: number[], learningRate: number, decay: number): number {
  let [value, first, second] = [start, 0, 0];
  gradients.forEach((gradient, i) => {
    first = 0.9 * first + 0.1 * gradient;
    second = 0.999 * second + 0.001 * gradient ** 2;
    const stepSize = (learningRate * Math.sqrt(1 - 0.999 ** (i + 1))) / (1 - 0.9 ** (i + 1));
    value = value * (1 - learningRate * decay) - (stepSize * first) / (Math.sqrt(second) + 1e-7);
  });
  return value;
}

test("Adam follows the textbook recurrence, with decay on kernels and none on biases", () => {
  const kernel = tf.variable(tf.tensor1d([0.5]));
  const bias = tf.variable(tf.tensor1d([0.5]));
  const parameters = [
    { name: "dense1/kernel", variable: kernel },
    { name: "dense1/bias", variable: bias },
  ];
  const adam = createAdam(parameters, 0.1);
  const gradients = [0.3, -0.2, 0.05, 1, -4];
  for (const gradient of gradients) adam.step([tf.tensor1d([gradient]), tf.tensor1d([gradient])], 0.01);
  expect(kernel.dataSync()[0]).toBeCloseTo(reference(0.5, gradients, 0.01, 0.1), 5);
  expect(bias.dataSync()[0]).toBeCloseTo(reference(0.5, gradients, 0.01, 0), 5);
});
