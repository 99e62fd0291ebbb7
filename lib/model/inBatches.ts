import type { Dataset, OnProgress } from "../data/types.js";

export interface PredictOptions {
  onProgress?: OnProgress | undefined;
  /** Ends the work between two batches, with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Large enough to fill two cores; activations of so many images stay under 300 MB. */
const imagesPerBatch = 64;

/**
 * Works through the images of a data set, some at a time: told of between batches, ended there too.
 * @param work gets image numbers of the data set, rising; leaves no tensor behind
 */
export async function inBatches(
  dataset: Dataset,
  { onProgress, signal }: PredictOptions,
  work: (rows: number[]) => void | Promise<void>,
): Promise<void> {
  const count = dataset.labels.length;
  for (let start = 0; start < count; start += imagesPerBatch) {
    signal?.throwIfAborted();
    const rows = Array.from({ length: Math.min(imagesPerBatch, count - start) }, (_, i) => start + i);
    await work(rows);
    onProgress?.(start + rows.length, count);
    await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C and displays through
  }
}
