import { open, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { augmentedBatch } from "../../lib/data/augment.js";
import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { readImages } from "../../lib/data/readImages.js";
import { trainingBatches, type TrainingBatch } from "../../lib/data/trainingBatches.js";
import type { Dataset } from "../../lib/data/types.js";
import { createRandom, type Random } from "../../lib/random.js";
import { syntheticDataset } from "../training/syntheticDataset.js";
import { temporaryFolder } from "./fixtures.js";

const side = 128; // a batch takes milliseconds
const dataset = syntheticDataset(60, side, 1);
const config = augmentConfigSchema.parse({});
const batches = Array.from({ length: 5 }, (_, b) => Array.from({ length: 40 }, (_, i) => (7 * b + 3 * i) % 60));
const randomOf = (index: number): Random => createRandom("augment").fork(index);

const start = (of: Dataset = dataset, rows = batches): AsyncGenerator<TrainingBatch> =>
  trainingBatches(of, rows, config, randomOf);
const alone = (index: number): Promise<Float32Array> =>
  augmentedBatch(dataset, batches[index]!, config, randomOf(index));
const isSame = (a: Float32Array, b: Float32Array): boolean => Buffer.compare(bytes(a), bytes(b)) === 0;
const bytes = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Holds the main thread, as a training step does, until something happened elsewhere. */
function blockUntil(happened: () => boolean): boolean {
  const deadline = performance.now() + 10_000;
  while (!happened()) if (performance.now() > deadline) return false;
  return true;
}

test.each([0, 10])(
  "batches come in order with the pixels of each alone, at a consumer's pace of %i ms",
  async (pauseMs) => {
    let index = 0;
    for await (const { rows, pixels } of start()) {
      await sleep(pauseMs);
      expect(rows).toEqual(batches[index]);
      expect(isSame(pixels, await alone(index))).toBe(true);
      index += 1;
    }
    expect(index).toBe(batches.length);
  },
);

test("the next batch is prepared while a step holds the main thread", async () => {
  const expected = await alone(2);
  const generator = start();
  const first = (await generator.next()).value as TrainingBatch;
  const second = (await generator.next()).value as TrainingBatch;
  expect(first.pixels).not.toBe(second.pixels);
  // The third goes where the first was. Nothing else runs on this thread meanwhile.
  expect(blockUntil(() => isSame(first.pixels, expected))).toBe(true);
  const third = (await generator.next()).value as TrainingBatch;
  expect(third.pixels).toBe(first.pixels);
  await generator.return(undefined);
});

test("a batch tells how long it was waited for: a first one always is, one that lies ready is not", async () => {
  const started = performance.now();
  const waitedSeconds: number[] = [];
  for await (const batch of start()) {
    waitedSeconds.push(batch.waitedSeconds);
    await sleep(30);
  }
  const seconds = (performance.now() - started) / 1000;
  const [first, ...others] = waitedSeconds;
  expect(first).toBeGreaterThan(0);
  expect(waitedSeconds.reduce((a, b) => a + b)).toBeLessThan(seconds);
  expect(Math.min(...others)).toBeLessThan(0.001); // one of four at least, on a machine that others use too
});

test("an early end waits for the batch that is under way: nothing writes into memory afterwards", async () => {
  const expected = await alone(2);
  const seen: Float32Array[] = [];
  for await (const { pixels } of start()) {
    seen.push(pixels);
    if (seen.length === 2) break; // the third batch is on its way into the memory of the first
  }
  expect(isSame(seen[0]!, expected)).toBe(true);
});

test("no batches are no batches", async () => {
  for await (const batch of start(dataset, [])) expect(batch).toBe("none");
});

/** The images in a file that can be cut short. */
async function inFile(): Promise<{ filed: Dataset; path: string }> {
  const path = join(await temporaryFolder(), "pixels.bin");
  await writeFile(path, readImages(dataset, [...dataset.labels.keys()]));
  const file = await open(path);
  onTestFinished(() => file.close());
  return { filed: { ...dataset, store: { fd: file.fd, startByte: 0 } }, path };
}

test("a file that is cut short during an epoch ends it with a clear error, and not with an unhandled one", async () => {
  const { filed, path } = await inFile();
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  const train = async (): Promise<void> => {
    for await (const batch of start(filed)) {
      expect(batch.pixels.length).toBe(40 * side ** 2);
      await truncate(path, 0);
      await sleep(30); // the failure of the next batch comes before anyone asks for it
    }
  };
  await expect(train()).rejects.toThrow("Received: a shorter file");
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

test("an error of the consumer is its own, also when the batch under way fails", async () => {
  const { filed, path } = await inFile();
  const failure = new Error("the step failed");
  const train = async (): Promise<void> => {
    for await (const { rows } of start(filed)) {
      expect(rows.length).toBe(40);
      await truncate(path, 0);
      throw failure;
    }
  };
  await expect(train()).rejects.toBe(failure);
});
