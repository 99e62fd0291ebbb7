import type { Dataset, OnProgress } from "../data/types.js";
import { imageBatch } from "../data/batches.js";
import { tf } from "../tensorflow/index.js";
import type { InferenceNetwork, Network } from "./network.js";

/** Large enough to fill two cores, small enough that activations stay under 300 MB. */
const imagesPerBatch = 64;

export interface PredictOptions {
  onProgress?: OnProgress | undefined;
  /** Ends the work between two batches, with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Logits of a whole data set, in its order.
 * @returns [n]; the log-odds of "fractured" before calibration
 */
export async function predictLogits(
  network: Network,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const inference = network.toInference();
  try {
    return await inferLogits(inference, dataset, options);
  } finally {
    inference.dispose();
  }
}

/** predictLogits for whoever keeps the inference network for several calls. */
export async function inferLogits(
  inference: InferenceNetwork,
  dataset: Dataset,
  { onProgress, signal }: PredictOptions = {},
): Promise<Float32Array> {
  const count = dataset.labels.length;
  const logits = new Float32Array(count);
  for (let start = 0; start < count; start += imagesPerBatch) {
    signal?.throwIfAborted();
    const rows = Array.from({ length: Math.min(imagesPerBatch, count - start) }, (_, i) => start + i);
    const values = tf.tidy(() => inference.logits(imageBatch(dataset, rows)).dataSync<"float32">());
    logits.set(values, start);
    onProgress?.(start + rows.length, count);
    await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C and displays through
  }
  return logits;
}

/** @returns probabilities in [0, 1] */
export function sigmoid(logits: ArrayLike<number>): Float64Array {
  return Float64Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
}
