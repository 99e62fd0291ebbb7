import { expect, test } from "vitest";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import { meanImage } from "../../lib/data/meanImage.js";
import { syntheticDataset } from "../training/syntheticDataset.js";

const { radiographs } = syntheticDataset(3, 16, 1);
const dataset = inMemoryDataset({
  imageSize: 2,
  pixels: Uint8Array.of(0, 0, 255, 51, 0, 255, 255, 0, 9, 9, 9, 9),
  labels: new Uint8Array(3),
  radiographs,
});

test("meanImage is the mean of the first images, in [0, 1]", () => {
  expect([...meanImage(dataset, 2)].map((grey) => Number(grey.toFixed(6)))).toEqual([0, 0.5, 1, 0.1]);
});

test("meanImage takes all there are when it is asked for more", () => {
  expect(meanImage(dataset, 64)[0]).toBeCloseTo(9 / 3 / 255, 7);
});
