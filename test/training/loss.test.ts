import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tf } from "../../lib/tensorflow/index.js";
import { classWeightsOf, lossOf, sigmoidCrossEntropy, sigmoidFocal } from "../../lib/training/loss.js";
import { centralDifferences } from "../model/layers/doubles.js";
import { onBackend } from "../model/onBackend.js";

interface FocalOracle {
  logits: number[];
  labels: number[];
  cases: { gamma: number; classWeights: number[]; value: number; gradient: number[] }[];
}
const focal = JSON.parse(readFileSync(new URL("../oracles/focal.json", import.meta.url), "utf8")) as FocalOracle;

const logits = tf.tensor2d([[-3], [0], [2.5], [80], [-80]]);
const labels = tf.tensor2d([[0], [1], [1], [0], [1]]);

test("sigmoidCrossEntropy equals tfjs's own loss, large logits included", () => {
  const expected = tf.losses.sigmoidCrossEntropy(labels, logits).dataSync()[0]!;
  expect(sigmoidCrossEntropy(logits, labels, [1, 1]).dataSync()[0]).toBeCloseTo(expected, 5);
});

test("sigmoidCrossEntropy weighs each image by its class", () => {
  const perImage = [Math.log1p(Math.exp(-3)), Math.log(2), Math.log1p(Math.exp(-2.5)), 80, 80];
  const expected = (2 * (perImage[0]! + perImage[3]!) + 0.5 * (perImage[1]! + perImage[2]! + perImage[4]!)) / 5;
  expect(sigmoidCrossEntropy(logits, labels, [2, 0.5]).dataSync()[0]).toBeCloseTo(expected, 4);
});

test("the gradient of sigmoidCrossEntropy is (sigmoid(logit) - label) / n", () => {
  const gradient = tf
    .grad((x) => sigmoidCrossEntropy(x as tf.Tensor2D, labels, [1, 1]))(logits)
    .dataSync();
  const expected = logits.sigmoid().sub(labels).div(5).dataSync();
  expected.forEach((value, i) => {
    expect(gradient[i]).toBeCloseTo(value, 5);
  });
});

test("the gradient of sigmoidCrossEntropy is that of finite differences in doubles, class weights and factor from above included", () => {
  const weights = [2, 0.5] as const;
  const y = labels.dataSync();
  const loss = (x: Float64Array): number =>
    x.reduce((sum, value, i) => {
      const perImage = Math.max(value, 0) - value * y[i]! + Math.log1p(Math.exp(-Math.abs(value)));
      return sum + (weights[y[i] as 0 | 1] * perImage) / x.length;
    }, 0);
  const gradient = tf
    .grad((x) => sigmoidCrossEntropy(x as tf.Tensor2D, labels, weights))(logits, tf.scalar(3))
    .dataSync();
  centralDifferences(loss, logits.dataSync()).forEach((value, i) => {
    expect(gradient[i]).toBeCloseTo(3 * value, 5);
  });
});

test("sigmoidCrossEntropy of a NaN logit is NaN, so that a training that broke is seen", () => {
  const broken = tf.tensor2d([[1], [NaN], [1], [1], [1]]);
  expect(sigmoidCrossEntropy(broken, labels, [1, 1]).dataSync()[0]).toBeNaN();
});

test("sigmoidCrossEntropy and its gradient are the same on the cpu backend", async () => {
  const run = (): number[] => {
    const [x, y] = [tf.tensor2d([[-3], [0.5], [80]]), tf.tensor2d([[0], [1], [0]])];
    const { value, grad } = tf.valueAndGrad((z) => sigmoidCrossEntropy(z as tf.Tensor2D, y, [2, 0.5]))(x);
    return [...value.dataSync(), ...grad.dataSync()];
  };
  const native = run();
  (await onBackend("cpu", run)).forEach((value, i) => {
    expect(native[i]).toBeCloseTo(value, 5);
  });
});

test("balanced class weights are n / (2 n_class), as in scikit-learn", () => {
  expect(classWeightsOf(Uint8Array.from([0, 0, 0, 1]), "balanced")).toEqual([4 / 6, 2]);
  expect(classWeightsOf(Uint8Array.from([0, 0, 0, 1]), "none")).toEqual([1, 1]);
});

test("sigmoidFocal and its gradient equal Optax's sigmoid_focal_loss under JAX, for any gamma and class weights", () => {
  const x = tf.tensor2d(focal.logits, [focal.logits.length, 1]);
  const y = tf.tensor2d(focal.labels, [focal.labels.length, 1]);
  for (const { gamma, classWeights, value, gradient } of focal.cases) {
    const weights = classWeights as [number, number];
    const ours = tf.valueAndGrad((z) => sigmoidFocal(z as tf.Tensor2D, y, weights, gamma))(x);
    expect(Math.abs(ours.value.dataSync()[0]! / value - 1)).toBeLessThan(1e-5);
    ours.grad.dataSync().forEach((each, i) => {
      expect(Math.abs(each - gradient[i]!), `gamma ${gamma}, logit ${focal.logits[i]}`).toBeLessThan(1e-6);
    });
  }
});

test("sigmoidFocal with gamma 0 is sigmoidCrossEntropy, large logits included", () => {
  const both = [
    (x: tf.Tensor) => sigmoidFocal(x as tf.Tensor2D, labels, [2, 0.5], 0),
    (x: tf.Tensor) => sigmoidCrossEntropy(x as tf.Tensor2D, labels, [2, 0.5]),
  ].map((loss) => tf.valueAndGrad(loss)(logits));
  const numbers = both.map(({ value, grad }) => [...value.dataSync(), ...grad.dataSync()]);
  numbers[0]!.forEach((value, i) => {
    expect(value).toBeCloseTo(numbers[1]![i]!, 5);
  });
});

test("sigmoidFocal of a NaN logit is NaN, so that a training that broke is seen", () => {
  const broken = tf.tensor2d([[1], [NaN], [1], [1], [1]]);
  expect(sigmoidFocal(broken, labels, [1, 1], 2).dataSync()[0]).toBeNaN();
});

test("lossOf takes the loss that the config names", () => {
  const of = (kind: "bce" | "focal"): number => lossOf({ kind, gamma: 2 }, logits, labels, [1, 1]).dataSync()[0]!;
  expect(of("bce")).toBe(sigmoidCrossEntropy(logits, labels, [1, 1]).dataSync()[0]);
  expect(of("focal")).toBe(sigmoidFocal(logits, labels, [1, 1], 2).dataSync()[0]);
});
