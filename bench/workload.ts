import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inMemoryDataset } from "../lib/data/inMemoryDataset.js";
import { openOnce } from "../lib/data/openOnce.js";
import { readImages } from "../lib/data/readImages.js";
import type { Dataset } from "../lib/data/types.js";

/** One piece of work, the same for every contestant; it goes to their processes as JSON. */
export interface Workload {
  /** Holds images.bin and labels.bin, and weights.bin once the first contestant has written it. */
  folder: string;
  /** Output channels of the convolution blocks. */
  filters: number[];
  /** Images a training step. */
  batch: number;
  /** Side of the square images in pixels. */
  size: number;
  /** Training steps a round; images.bin holds at least steps x batch images. */
  steps: number;
  seed: number;
}

/** The rest of the network is the project's default, spelled out here since three libraries build it. */
export const network = { denseUnits: [128], dropout: 0.5, learningRate: 1e-3 };

/**
 * Writes the images that every contestant trains on and predicts: those of the set, intact and fractured in turn, over again
 * when it has fewer than asked for.
 */
export async function writeImages(dataset: Dataset, count: number, folder: string): Promise<void> {
  const ofClass = [0, 1].map((label) => [...dataset.labels.keys()].filter((row) => dataset.labels[row] === label));
  const rows = Array.from({ length: count }, (_, i) => {
    const own = ofClass[i % 2]!;
    return own[(i >> 1) % own.length]!;
  });
  await writeFile(join(folder, "images.bin"), readImages(dataset, rows)); // [count, size, size], 0 .. 255
  await writeFile(
    join(folder, "labels.bin"),
    Uint8Array.from(rows, (row) => dataset.labels[row]!),
  ); // [count], 0 or 1
}

/** In memory as the peers hold theirs, but as bytes, scaled when a batch is made. @returns the first steps x batch images */
export function readDataset(workload: Workload): Dataset {
  const labels = readLabels(workload);
  const pixels = new Uint8Array(readFileSync(imagesFile(workload))).subarray(0, labels.length * workload.size ** 2);
  return inMemoryDataset({ imageSize: workload.size, pixels, labels, radiographs: [] });
}

/** The same images left in their file and read batch by batch, as the project's commands read their cache. */
export function openDataset(workload: Workload): Dataset {
  const labels = readLabels(workload);
  const store = { fd: openOnce(imagesFile(workload)), startByte: 0 };
  return { imageSize: workload.size, store, rows: Uint32Array.from(labels.keys()), labels, radiographs: [] };
}

function imagesFile({ folder }: Workload): string {
  return join(folder, "images.bin");
}

function readLabels({ folder, steps, batch }: Workload): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, "labels.bin"))).subarray(0, steps * batch);
}
