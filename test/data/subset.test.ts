import { expect, test } from "vitest";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import { readImages } from "../../lib/data/readImages.js";
import { subset } from "../../lib/data/subset.js";
import { radiograph } from "./fixtures.js";

const [a, b, c] = ["a", "b", "c"].map((path) => radiograph({ path })) as [
  ReturnType<typeof radiograph>,
  ReturnType<typeof radiograph>,
  ReturnType<typeof radiograph>,
];
const dataset = inMemoryDataset({
  imageSize: 1,
  pixels: Uint8Array.of(10, 20, 30),
  labels: Uint8Array.of(0, 1, 0),
  radiographs: [a, b, c],
});

test("subset takes images in the order asked for, without a copy of any", () => {
  const part = subset(dataset, [c, b]);
  expect(part.store).toBe(dataset.store);
  expect([...readImages(part, [0, 1])]).toEqual([30, 20]);
  expect([...part.labels]).toEqual([0, 1]);
  expect(part.radiographs).toEqual([c, b]);
});

test("a subset of a subset reads the same pixels", () => {
  expect([...readImages(subset(subset(dataset, [c, b, a]), [a, c]), [0, 1])]).toEqual([10, 30]);
});

test("subset of a stranger says so", () => {
  expect(() => subset(dataset, [radiograph({ path: "z" })])).toThrow(
    "Expected radiographs of this data set. Received: z",
  );
});
