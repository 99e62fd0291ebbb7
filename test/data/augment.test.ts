import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { augmentedBatch } from "../../lib/data/augment.js";
import type { AugmentConfig } from "../../lib/data/augmentConfig.js";
import { readImages } from "../../lib/data/readImages.js";
import type { Dataset } from "../../lib/data/types.js";
import { createRandom } from "../../lib/random.js";
import { syntheticDataset } from "../training/syntheticDataset.js";
import { temporaryFolder } from "./fixtures.js";

const nothing: AugmentConfig = { flipProb: 0, rotationDegrees: 0, shiftShare: 0, zoomShare: 0, contrastShare: 0 };
const everything: AugmentConfig = {
  flipProb: 0.5,
  rotationDegrees: 15,
  shiftShare: 0.1,
  zoomShare: 0.2,
  contrastShare: 0.3,
};
const side = 20;
const dataset = syntheticDataset(8, side, 1);
const rows = [3, 0, 7, 3];

/** Images as they are, in [0, 1]. */
const plain = (of: readonly number[] = rows): Float32Array =>
  Float32Array.from(readImages(dataset, of), (value) => value / 255);

/** Each image with its pixels in another order. */
function rearranged(from: (x: number, y: number) => [x: number, y: number]): Float32Array {
  const pixels = plain();
  return pixels.map((_, i) => {
    const place = i % side ** 2;
    const [x, y] = from(place % side, Math.floor(place / side));
    return pixels[i - place + y * side + x]!;
  });
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

test("augmentedBatch with every range at zero changes nothing, whatever the order of the rows", async () => {
  expect(largestDifference(await augmentedBatch(dataset, rows, nothing, createRandom(1)), plain())).toBeLessThan(1e-5);
});

test("augmentedBatch with certain mirroring mirrors left and right exactly", async () => {
  const mirrored = await augmentedBatch(dataset, rows, { ...nothing, flipProb: 1 }, createRandom(1));
  expect(
    largestDifference(
      mirrored,
      rearranged((x, y) => [side - 1 - x, y]),
    ),
  ).toBeLessThan(1e-5);
});

test("augmentedBatch mirrors its share of images", async () => {
  const many = new Array<number>(400).fill(0);
  const changed = await augmentedBatch(dataset, many, { ...nothing, flipProb: 0.3 }, createRandom(2));
  const area = side ** 2;
  const flipped = many.filter((_, i) => largestDifference(changed.slice(i * area, (i + 1) * area), plain([0])) > 1e-3);
  expect(Math.abs(flipped.length / 400 - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 400)); // four standard errors
});

/** A stream that draws the end of every range. */
const extreme = { ...createRandom(1), between: (_low: number, high: number) => high };

test("augmentedBatch by a half turn equals mirroring both ways", async () => {
  const turned = await augmentedBatch(dataset, rows, { ...nothing, rotationDegrees: 180 }, extreme);
  expect(
    largestDifference(
      turned,
      rearranged((x, y) => [side - 1 - x, side - 1 - y]),
    ),
  ).toBeLessThan(1e-3);
});

test("augmentedBatch moves an image by its share of the side, and what comes in is black", async () => {
  const moved = await augmentedBatch(dataset, [0], { ...nothing, shiftShare: 0.25 }, extreme); // 5 pixels
  const image = plain([0]);
  const expected = image.map((_, i) => {
    const [x, y] = [(i % side) + 5, Math.floor(i / side) + 5];
    return x < side && y < side ? image[y * side + x]! : 0;
  });
  expect(largestDifference(moved, expected)).toBeLessThan(1e-5);
});

test("augmentedBatch multiplies by the contrast and stops at white", async () => {
  const brighter = await augmentedBatch(dataset, rows, { ...nothing, contrastShare: 0.5 }, extreme);
  const expected = plain().map((value) => Math.min(1, 1.5 * value));
  expect(expected.some((value) => value === 1)).toBe(true);
  expect(largestDifference(brighter, expected)).toBeLessThan(1e-5);
});

test("augmentedBatch stays in [0, 1] and repeats itself to the byte for the same stream, not for another", async () => {
  const draw = (seed: number): Promise<Float32Array> => augmentedBatch(dataset, rows, everything, createRandom(seed));
  const once = await draw(7);
  expect(once.length).toBe(rows.length * side ** 2);
  expect(Math.min(...once)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...once)).toBeLessThanOrEqual(1);
  expect(largestDifference(once, await draw(7))).toBe(0);
  expect(largestDifference(once, await draw(8))).toBeGreaterThan(0.1);
});

test("augmentedBatch treats each image of a batch differently", async () => {
  const changed = await augmentedBatch(dataset, [3, 3], everything, createRandom(1));
  expect(largestDifference(changed.slice(0, side ** 2), changed.slice(side ** 2))).toBeGreaterThan(0.1);
});

/** The same images in a file, behind a header of odd length, in another order. */
async function inFile(missingBytes = 0): Promise<{ filed: Dataset; close: () => Promise<void> }> {
  const path = join(await temporaryFolder(), "pixels.bin");
  const backwards = [...dataset.labels.keys()].reverse();
  const pixels = readImages(dataset, backwards);
  await writeFile(path, Buffer.concat([Buffer.alloc(13, 255), pixels.subarray(0, pixels.length - missingBytes)]));
  const file = await open(path);
  const filed = { ...dataset, rows: Uint32Array.from(backwards), store: { fd: file.fd, startByte: 13 } };
  return { filed, close: () => file.close() };
}

test("augmentedBatch gives the same bytes from a file as from memory", async () => {
  const { filed, close } = await inFile();
  const fromFile = await augmentedBatch(filed, rows, everything, createRandom(7));
  expect(largestDifference(fromFile, await augmentedBatch(dataset, rows, everything, createRandom(7)))).toBe(0);
  await close();
});

test("augmentedBatch says what is wrong when the cache file was cut short since it was opened", async () => {
  const { filed, close } = await inFile(1);
  const whole = await augmentedBatch(filed, [7], nothing, createRandom(1)); // lies first in the file
  expect(largestDifference(whole, plain([7]))).toBeLessThan(1e-5);
  await expect(augmentedBatch(filed, [7, 0], nothing, createRandom(1))).rejects.toThrow(
    "Expected the cache of standardised images as it was opened. Received: a shorter file. Start again.",
  );
  await close();
});

test("augmentedBatch refuses an image number that the data set does not have", async () => {
  await expect(augmentedBatch(dataset, [0, 8], nothing, createRandom(1))).rejects.toThrow(
    "Expected an image number below 8. Received: 8",
  );
});
