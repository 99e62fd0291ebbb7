import { expect, test } from "vitest";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import type { Dataset } from "../../lib/data/types.js";
import { nearestNeighbours } from "../../lib/model/nearestNeighbours.js";
import { createRandom } from "../../lib/random.js";
import { radiograph } from "../data/fixtures.js";

const imageSize = 16;
const area = imageSize ** 2;

/** Noise; the same name gives the same pixels. */
function noise(name: string, labels: readonly number[]): Dataset & { pixels: Uint8Array } {
  const random = createRandom(name);
  const pixels = Uint8Array.from({ length: labels.length * area }, () => random.integer(256));
  const radiographs = labels.map((_, i) => radiograph({ path: `${name}${i}` }));
  return { ...inMemoryDataset({ imageSize, pixels, labels: Uint8Array.from(labels), radiographs }), pixels };
}

function pixelDistance(a: Dataset & { pixels: Uint8Array }, i: number, b: typeof a, k: number): number {
  let sum = 0;
  for (let p = 0; p < area; p++) sum += (a.pixels[i * area + p]! - b.pixels[k * area + p]!) ** 2;
  return Math.sqrt(sum);
}

test("nearestNeighbours finds what comparing all pixels finds, over several blocks", async () => {
  const train = noise(
    "train",
    Array.from({ length: 700 }, (_, i) => i % 2),
  );
  const other = noise(
    "test",
    Array.from({ length: 40 }, (_, i) => (i < 10 ? 1 : 0)),
  );
  const { nearest, scored } = await nearestNeighbours(train, other);
  for (const i of other.labels.keys()) {
    const distances = Array.from(train.labels, (_, k) => pixelDistance(other, i, train, k));
    const least = (label: number): number => Math.min(...distances.filter((_, k) => train.labels[k] === label));
    expect(distances[nearest[i]!]).toBeCloseTo(Math.min(...distances), 3);
    expect(scored.scores[i]).toBeCloseTo(least(0) / (least(0) + least(1)), 5);
  }
  expect(scored.labels).toEqual(other.labels);
  expect(scored.groups).toEqual(other.radiographs.map(({ group }) => group));
});

test("an image that training has is sure of its label, whatever else is there", async () => {
  const train = noise("train", [0, 1, 0, 1, 1, 0]);
  const { nearest, scored } = await nearestNeighbours(train, train);
  expect([...nearest]).toEqual([0, 1, 2, 3, 4, 5]);
  for (const [i, label] of train.labels.entries()) expect(Math.abs(scored.scores[i]! - label)).toBeLessThan(0.01);
});

test("a training set of one class, or of another image size, is an error", async () => {
  const both = noise("both", [0, 1]);
  await expect(nearestNeighbours(noise("one", [1, 1]), both)).rejects.toThrow("Received: none of class 0");
  await expect(nearestNeighbours({ ...both, imageSize: 8 }, both)).rejects.toThrow("Received: 16");
});
