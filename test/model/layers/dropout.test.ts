import { expect, test } from "vitest";
import { dropout } from "../../../lib/model/layers/dropout.js";
import { createRandom } from "../../../lib/random.js";
import { tf } from "../../../lib/tensorflow/index.js";

test("dropout zeroes its share of values and keeps the mean", () => {
  const kept = dropout(tf.ones([200, 100]), 0.3, createRandom(1)).dataSync<"float32">();
  const zeros = kept.filter((value) => value === 0).length / kept.length;
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  expect(Math.abs(zeros - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 20_000)); // four standard errors
  expect(Math.abs(mean - 1)).toBeLessThan(0.02);
});

test("dropout of rate 0 changes nothing", () => {
  const x = tf.ones<tf.Rank.R2>([3, 4]);
  expect(dropout(x, 0, createRandom(1))).toBe(x);
});

test("dropout drops the same units for the same stream and others for the next", () => {
  const mask = (seed: number): number[] => [...dropout(tf.ones([10, 10]), 0.5, createRandom(seed)).dataSync()];
  expect(mask(1)).toEqual(mask(1));
  expect(mask(1)).not.toEqual(mask(2));
});
