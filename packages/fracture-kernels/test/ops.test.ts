import { afterEach, beforeEach, expect, test } from "vitest";
import { fusedBackend, tf } from "../../../lib/tensorflow/index.js";

const backend = fusedBackend()!;
const settings = [backend.float("epsilon", 1e-3), backend.float("momentum", 0.9)];

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

const zeros = (...shapes: number[][]): tf.Tensor[] => shapes.map((shape) => tf.zeros(shape));
const c = [3];
const whole = [2, 4, 5, 3];
const pooled = [2, 2, 2, 3];

/** What each op takes, and how many outputs it has. */
const ops = {
  FractureNormPoolRelu: { attributes: settings, shapes: [whole, c, c, c, c], outputs: 6 },
  FractureNormPoolReluGrad: { attributes: [], shapes: [pooled, whole, pooled, c, c, c, c], outputs: 3 },
  FractureBiasPoolRelu: { attributes: [], shapes: [whole, c], outputs: 1 },
  FractureAdam: { attributes: [backend.int("N", 1)], shapes: [[4], [1], c, c, c, c], outputs: 3 },
};
type Op = keyof typeof ops;

const run = (op: Op, inputs: tf.Tensor[]): tf.Tensor[] => backend.run(op, ops[op].attributes, inputs, ops[op].outputs);
const names = Object.keys(ops) as Op[];

test.each(names)("%s refuses each input of a wrong shape or type with a sentence, and works afterwards", (op) => {
  const { shapes } = ops[op];
  // The first gradient and x set the sizes by which all else is measured.
  const measure = { FractureNormPoolRelu: 0, FractureNormPoolReluGrad: 1, FractureBiasPoolRelu: 0, FractureAdam: 2 }[
    op
  ];
  shapes.forEach((shape, i) => {
    if (i !== measure) {
      const larger = shapes.map((other, k) => (k === i ? shape.map((size) => size + 1) : other));
      expect(() => run(op, zeros(...larger)), `input ${i}`).toThrow(
        `Expected input ${i} of shape [${shape.join(", ")}]. Received: shape [${larger[i]!.join(", ")}]`,
      );
    }
    const flat = shapes.map((other, k) => (k === i ? [...other, 1] : other));
    expect(() => run(op, zeros(...flat)), `input ${i} of another rank`).toThrow(/Expected input \d+ of (rank|shape) /);
    const whole = zeros(...shapes);
    whole[i] = tf.zeros(shape, "int32");
    expect(() => run(op, whole), `input ${i} of integers`).toThrow(/float/);
  });
  expect(run(op, zeros(...shapes)).length).toBe(ops[op].outputs);
});

test.each(names)("%s refuses too few inputs", (op) => {
  expect(() => run(op, zeros(...ops[op].shapes.slice(1)))).toThrow();
});

test.each(["FractureNormPoolRelu", "FractureBiasPoolRelu"] as const)(
  "%s of images too small for a window gives no pixels, as tfjs's max-pooling does",
  (op) => {
    for (const [height, width] of [
      [1, 1],
      [1, 6],
      [6, 1],
    ] as const) {
      const inputs = zeros([2, height, width, 3], ...ops[op].shapes.slice(1));
      const y = run(op, inputs)[0]!;
      expect(y.shape).toEqual([2, Math.floor(height / 2), Math.floor(width / 2), 3]);
    }
  },
);

test("FractureNormPoolReluGrad of an odd last row and column sets every number of dx", () => {
  // Freed memory of the same size, full of something else, is what a kernel that forgets a place would give back.
  const size = [3, 7, 9, 5];
  const gradient = (): Float32Array =>
    tf.tidy(() => {
      tf.fill(size, 1e30).add(1e30).dispose();
      const shapes = [[3, 3, 4, 5], size, [3, 3, 4, 5], [5], [5], [5], [5]];
      return run(
        "FractureNormPoolReluGrad",
        shapes.map((shape) => tf.ones(shape)),
      )[0]!
        .dataSync<"float32">()
        .slice();
    });
  const dx = gradient();
  expect(Math.max(...dx.map(Math.abs))).toBeLessThan(100);
  expect(String(gradient())).toBe(String(dx));
});

test("an op's failure leaves no tensor behind", () => {
  const inputs = zeros(whole, [4]);
  const before = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) expect(() => run("FractureBiasPoolRelu", inputs)).toThrow();
  expect(tf.memory().numTensors).toBe(before);
});
