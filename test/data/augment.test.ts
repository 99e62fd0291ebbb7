import { expect, test } from "vitest";
import { augmentBatch } from "../../lib/data/augment.js";
import type { AugmentConfig } from "../../lib/data/augmentConfig.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";

const nothing: AugmentConfig = { flipProb: 0, rotationDegrees: 0, shiftShare: 0, zoomShare: 0, contrastShare: 0 };
const everything: AugmentConfig = {
  flipProb: 0.5,
  rotationDegrees: 15,
  shiftShare: 0.1,
  zoomShare: 0.2,
  contrastShare: 0.3,
};
const random = createRandom("pixels");
const images = tf.tensor4d(
  Float32Array.from({ length: 8 * 20 * 20 }, () => random.between(0.1, 1)),
  [8, 20, 20, 1],
);
const largestDifference = (a: tf.Tensor, b: tf.Tensor): number => a.sub(b).abs().max().dataSync()[0]!;

test("augmentBatch with every range at zero changes nothing", () => {
  expect(largestDifference(augmentBatch(images, nothing, createRandom(1)), images)).toBeLessThan(1e-5);
});

test("augmentBatch with certain mirroring mirrors exactly", () => {
  const mirrored = augmentBatch(images, { ...nothing, flipProb: 1 }, createRandom(1));
  expect(largestDifference(mirrored, images.reverse(2))).toBeLessThan(1e-5);
});

test("augmentBatch mirrors its share of images", () => {
  const many = tf.linspace(0.1, 1, 400).reshape([1, 20, 20, 1]).tile<tf.Tensor4D>([400, 1, 1, 1]);
  const changed = augmentBatch(many, { ...nothing, flipProb: 0.3 }, createRandom(2));
  const flipped = changed.sub(many).abs().max([1, 2, 3]).greater(1e-3).sum().dataSync()[0]!;
  expect(Math.abs(flipped / 400 - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 400)); // four standard errors
});

test("augmentBatch by a half turn equals mirroring both ways", () => {
  const config = { ...nothing, rotationDegrees: 180 };
  const still = { ...createRandom(1), between: (_low: number, high: number) => high };
  const turned = augmentBatch(images, config, still);
  expect(largestDifference(turned, images.reverse([1, 2]))).toBeLessThan(1e-3);
});

test("augmentBatch stays in [0, 1], keeps the shape, and repeats itself for the same stream", () => {
  const once = augmentBatch(images, everything, createRandom(7));
  expect(once.shape).toEqual(images.shape);
  expect(once.min().dataSync()[0]).toBeGreaterThanOrEqual(0);
  expect(once.max().dataSync()[0]).toBeLessThanOrEqual(1);
  expect(largestDifference(once, augmentBatch(images, everything, createRandom(7)))).toBe(0);
  expect(largestDifference(once, augmentBatch(images, everything, createRandom(8)))).toBeGreaterThan(0.1);
});

test("augmentBatch treats each image of a batch differently", () => {
  const same = images.slice([0, 0, 0, 0], [1, 20, 20, 1]).tile<tf.Tensor4D>([2, 1, 1, 1]);
  const [first, second] = tf.split(augmentBatch(same, everything, createRandom(1)), 2) as [tf.Tensor, tf.Tensor];
  expect(largestDifference(first, second)).toBeGreaterThan(0.1);
});
