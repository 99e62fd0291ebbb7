import { afterEach, beforeEach, expect, test } from "vitest";
import { addBias } from "../../../lib/model/layers/addBias.js";
import { tf } from "../../../lib/tensorflow/index.js";
import { normal, relativeDifference } from "./layerInputs.js";

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

test.each([[[5, 3]], [[2, 4, 3, 6]]])(
  "addBias equals plain addition in value and both gradients for shape %j",
  (shape) => {
    const [x, bias, dy] = [normal("x", shape), normal("bias", [shape.at(-1)!]), normal("dy", shape)];
    const actual = tf.valueAndGrads((a, b) => addBias(a, b))([x, bias], dy);
    const expected = tf.valueAndGrads((a, b) => a.add(b))([x, bias], dy);
    expect([...actual.value.dataSync()]).toEqual([...expected.value.dataSync()]);
    for (const i of [0, 1]) expect(relativeDifference(actual.grads[i]!, expected.grads[i]!)).toBeLessThan(1e-5);
  },
);
