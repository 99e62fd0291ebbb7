import type { Random } from "../random.js";
import { augmentedBatch } from "./augment.js";
import type { AugmentConfig } from "./augmentConfig.js";
import type { Dataset } from "./types.js";

export interface TrainingBatch {
  rows: readonly number[];
  /** [rows, imageSize, imageSize] in [0, 1]; used again two batches later. */
  pixels: Float32Array;
  /** How long training had to wait for it. */
  waitedSeconds: number;
}

/**
 * The augmented batches of an epoch, each prepared on another thread while the one before is trained on.
 * @param batches all of one size
 * @param randomOf the stream of a batch's augmentation, by its index: the result does not depend on timing
 * @param from the first batch that is wanted
 */
export async function* trainingBatches(
  dataset: Dataset,
  batches: readonly (readonly number[])[],
  config: AugmentConfig,
  randomOf: (index: number) => Random,
  from = 0,
): AsyncGenerator<TrainingBatch> {
  const size = (batches[0]?.length ?? 0) * dataset.imageSize ** 2;
  const buffers = [new Float32Array(size), new Float32Array(size)];
  const prepare = (index: number): Promise<Float32Array> => {
    const batch = augmentedBatch(dataset, batches[index]!, config, randomOf(index), buffers[index % 2]);
    batch.catch(() => undefined); // a failure is told when training asks for the batch, not before
    return batch;
  };
  let next: Promise<Float32Array> | undefined = from < batches.length ? prepare(from) : undefined;
  try {
    for (let index = from; next; index++) {
      const started = performance.now();
      const pixels = await next;
      const waitedSeconds = (performance.now() - started) / 1000;
      next = index + 1 < batches.length ? prepare(index + 1) : undefined;
      yield { rows: batches[index]!, pixels, waitedSeconds };
    }
  } finally {
    await next?.catch(() => undefined); // a training that ends early leaves no work behind that writes into freed memory
  }
}
