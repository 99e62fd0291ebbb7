import { afterEach, beforeEach, expect, test } from "vitest";
import { dropout } from "../../../lib/model/layers/dropout.js";
import { createRandom } from "../../../lib/random.js";
import { tf } from "../../../lib/tensorflow/index.js";
import { normal, relativeDifference } from "./layerInputs.js";

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

test("dropout zeroes its share of values and keeps the mean", () => {
  const kept = dropout(tf.ones([200, 100]), 0.3, createRandom(1)).dataSync<"float32">();
  const zeros = kept.filter((value) => value === 0).length / kept.length;
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  expect(Math.abs(zeros - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 20_000)); // four standard errors
  expect(Math.abs(mean - 1)).toBeLessThan(0.02);
});

test("dropout drops neighbours, rows and columns independently", () => {
  const kept = dropout(tf.ones<tf.Rank.R2>([300, 300]), 0.5, createRandom(2)).minimum(1); // 0 or 1
  const bound = (pairs: number): number => 4 * Math.sqrt(3 / 16 / pairs); // four standard errors of a share of 1 / 4
  const right = kept
    .slice([0, 0], [300, 299])
    .mul(kept.slice([0, 1], [300, 299]))
    .mean()
    .dataSync()[0]!;
  const below = kept
    .slice([0, 0], [299, 300])
    .mul(kept.slice([1, 0], [299, 300]))
    .mean()
    .dataSync()[0]!;
  expect(Math.abs(right - 0.25)).toBeLessThan(bound(300 * 299));
  expect(Math.abs(below - 0.25)).toBeLessThan(bound(300 * 299));
  const perColumn = kept.mean(0).dataSync();
  for (const share of perColumn) expect(Math.abs(share - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 300));
});

test("the gradient of dropout is the mask of its own values", () => {
  const [x, dy] = [normal("x", [20, 30]).abs().add(0.1), normal("dy", [20, 30])];
  const { value, grad } = tf.valueAndGrad((input) => dropout(input, 0.4, createRandom(3)))(x, dy);
  expect(relativeDifference(grad, value.div(x).mul(dy))).toBeLessThan(1e-5);
});

test("dropout of rate 0 changes nothing", () => {
  const x = tf.ones<tf.Rank.R2>([3, 4]);
  expect(dropout(x, 0, createRandom(1))).toBe(x);
});

test("dropout drops the same units for the same stream and others for the next call or another seed", () => {
  const mask = (random = createRandom(1)): number[] => [...dropout(tf.ones([10, 10]), 0.5, random).dataSync()];
  const random = createRandom(1);
  const first = mask(random);
  expect(first).toEqual(mask());
  expect(mask(random)).not.toEqual(first);
  expect(mask(createRandom(2))).not.toEqual(first);
});
