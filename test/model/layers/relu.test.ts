import { afterEach, beforeEach, expect, test } from "vitest";
import { relu } from "../../../lib/model/layers/relu.js";
import { tf } from "../../../lib/tensorflow/index.js";
import { normal } from "./layerInputs.js";

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

test("relu and its gradient equal tfjs's own, at zero too", () => {
  const x = tf.concat([normal("x", [50]) as tf.Tensor1D, tf.tensor1d([0, -0, Infinity, -Infinity])]);
  const dy = normal("dy", [54]);
  const own = tf.valueAndGrad((v) => relu(v))(x, dy);
  const expected = tf.valueAndGrad((v) => tf.relu(v))(x, dy);
  for (const key of ["value", "grad"] as const) {
    // -0 and 0 are the same number here
    expect(Array.from(own[key].dataSync(), (v) => v + 0)).toEqual(Array.from(expected[key].dataSync(), (v) => v + 0));
  }
});

test("relu lets NaN through", () => {
  expect(relu(tf.tensor1d([NaN])).dataSync()[0]).toBeNaN();
});
