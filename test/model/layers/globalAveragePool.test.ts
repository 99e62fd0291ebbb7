import { afterEach, beforeEach, expect, test } from "vitest";
import { globalAveragePool } from "../../../lib/model/layers/globalAveragePool.js";
import { tf } from "../../../lib/tensorflow/index.js";
import { normal, normal4d, relativeDifference } from "./layerInputs.js";

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

test("globalAveragePool is the mean over height and width, and spreads its gradient evenly", () => {
  const [x, dy] = [normal4d("x", [3, 5, 4, 7]), normal("dy", [3, 7]) as tf.Tensor2D];
  const { value, grad } = tf.valueAndGrad((input) => globalAveragePool(input as tf.Tensor4D))(x, dy);
  const expected = tf.valueAndGrad((input) => input.mean([1, 2]))(x, dy);
  expect(value.shape).toEqual([3, 7]);
  expect(relativeDifference(value, expected.value)).toBeLessThan(1e-6);
  expect(relativeDifference(grad, expected.grad)).toBeLessThan(1e-6);
  expect(grad.dataSync()[0]).toBeCloseTo(dy.dataSync()[0]! / 20, 6);
});
