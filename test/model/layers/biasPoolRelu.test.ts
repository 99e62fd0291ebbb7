import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { biasPoolRelu } from "../../../lib/model/layers/biasPoolRelu.js";
import { tf } from "../../../lib/tensorflow/index.js";
import { normal, normal4d } from "./layerInputs.js";

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

test("biasPoolRelu equals plain bias, ReLU and pooling to the bit for any shape of 1 to 70 channels", () => {
  const side = fc.integer({ min: 2, max: 9 });
  const shapes = fc.tuple(fc.integer({ min: 1, max: 9 }), side, side, fc.integer({ min: 1, max: 70 }), fc.nat(1e6));
  const property = fc.property(shapes, ([batch, height, width, channels, seed]) => {
    tf.tidy(() => {
      const x = normal4d(seed, [batch, height, width, channels]);
      const bias = normal(`bias ${seed}`, [channels]) as tf.Tensor1D;
      const y = biasPoolRelu(x, bias);
      const expected = tf.maxPool(tf.relu(tf.add(x, bias)) as tf.Tensor4D, 2, 2, "valid");
      expect(y.shape).toEqual(expected.shape);
      expect(y.sub(expected).abs().max().dataSync()[0]).toBe(0);
    });
  });
  fc.assert(property, { numRuns: 60, seed: 1 });
});

test("biasPoolRelu of a NaN bias is NaN, so that broken weights do not look like an answer", () => {
  const y = biasPoolRelu(tf.ones([1, 2, 2, 2]), tf.tensor1d([NaN, 1]));
  expect([...y.dataSync()]).toEqual([NaN, 2]);
});
