import type { Random } from "../random.js";
import { tf } from "../tensorflow/index.js";
import { readImages } from "./readImages.js";
import type { Dataset } from "./types.js";

/** Gathers rows of a data set as network input. @returns [rows, imageSize, imageSize, 1] in [0, 1] */
export function imageBatch(dataset: Dataset, rows: readonly number[]): tf.Tensor4D {
  return tf.tensor4d(scaledImages(dataset, rows), [rows.length, dataset.imageSize, dataset.imageSize, 1]);
}

/** The same outside TensorFlow. @returns [rows, imageSize, imageSize] in [0, 1] */
export function scaledImages(dataset: Dataset, rows: readonly number[]): Float32Array {
  return scalePixels(readImages(dataset, rows));
}

/** Grey levels as the network takes them: 0 .. 255 -> [0, 1]. */
export function scalePixels(pixels: Uint8Array): Float32Array {
  const values = new Float32Array(pixels.length);
  for (let p = 0; p < pixels.length; p++) values[p] = pixels[p]! / 255;
  return values;
}

/** @returns [rows, 1], 0 or 1 */
export function labelBatch(dataset: Dataset, rows: readonly number[]): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from(rows, (row) => dataset.labels[row]!),
    [rows.length, 1],
  );
}

/**
 * How many batches an epoch has. What is left over waits for another epoch: a last batch of three images would give
 * BatchNorm meaningless statistics. A set smaller than one batch is one batch.
 */
export function batchesPerEpoch(count: number, batchSize: number): number {
  return Math.max(1, Math.floor(count / batchSize));
}

/** The rows of one epoch in random order, cut into batches of one size. */
export function epochBatches(count: number, batchSize: number, random: Random): number[][] {
  const order = random.shuffle(Array.from({ length: count }, (_, row) => row));
  const batches = batchesPerEpoch(count, batchSize);
  return Array.from({ length: batches }, (_, i) => order.slice(i * batchSize, (i + 1) * batchSize));
}
