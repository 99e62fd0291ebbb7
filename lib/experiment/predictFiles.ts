import { inMemoryDataset } from "../data/inMemoryDataset.js";
import { inspectFile } from "../data/inspectFile.js";
import { standardize } from "../data/standardize.js";
import type { Radiograph } from "../data/types.js";
import type { InferenceNetwork, Network } from "../model/network.js";
import { inferLogits } from "../model/predict.js";
import { readFile } from "node:fs/promises";
import { calibratedProbs } from "./fitCalibration.js";
import type { SavedRun } from "./savedRun.js";

/** One file's answer: a probability, or the reason why there is none. */
export interface FilePrediction {
  file: string;
  /** Of "fractured" after the run's calibration, in [0, 1]; null when the file could not be read. */
  probability: number | null;
  threshold: number;
  label: string | null;
  error: string | null;
}

/**
 * Judges single files with a trained run; a bad file gets its reason and does not stop the others.
 * @param signal ends the work between two files, with the signal's reason
 */
export async function predictFiles(
  { saved, network }: { saved: SavedRun; network: Network },
  files: readonly string[],
  signal?: AbortSignal,
): Promise<FilePrediction[]> {
  const predictions: FilePrediction[] = [];
  const inference = network.toInference();
  try {
    for (const file of files) {
      signal?.throwIfAborted();
      predictions.push(await predictFile(saved, inference, file));
    }
  } finally {
    inference.dispose();
  }
  return predictions;
}

async function predictFile(saved: SavedRun, inference: InferenceNetwork, file: string): Promise<FilePrediction> {
  const { config, thresholdProb: threshold } = saved;
  const inspection = await inspectFile(file, config.data);
  if (!inspection.ok) {
    const error = `${inspection.reason}: ${inspection.detail}`;
    return { file, probability: null, threshold, label: null, error };
  }
  const { imageSize } = config.data;
  const pixels = await standardize(await readFile(file), config.data);
  const radiograph: Radiograph = { path: file, label: "", group: file, licence: "", ...inspection.facts };
  const dataset = inMemoryDataset({ imageSize, pixels, labels: new Uint8Array(1), radiographs: [radiograph] });
  const probability = calibratedProbs(await inferLogits(inference, dataset), saved.calibration)[0]!;
  return { file, probability, threshold, label: saved.classes[probability >= threshold ? 1 : 0]!, error: null };
}
