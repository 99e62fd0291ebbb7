import type { DataConfig } from "../data/config.js";
import { openSource } from "../data/openSource.js";
import type { PrepareOptions } from "../data/prepareData.js";
import { standardizeManifest } from "../data/standardizeAll.js";
import type { Manifest, SplitName } from "../data/types.js";
import { UserError } from "../userError.js";
import { evaluatePredictions, predictDataset, type Evaluation } from "./evaluate.js";
import { judgedImages } from "./judgedImages.js";
import { contentKey, type OpenedRun } from "./savedRun.js";

export interface RunEvaluation {
  evaluation: Evaluation;
  manifest: Manifest;
  /** "all" for an unsplit set from elsewhere. */
  split: SplitName | "all";
  /** Whether the set is the one that the run was trained on. */
  isOwnData: boolean;
  /** How many of the judged images the run was trained or validated on, by content; above 0 the result flatters. */
  seenInTraining: number;
}

/**
 * Judges a trained run at its own threshold, on its own data or on another set, such as another hospital's.
 * @param split left out: test of a set that comes split or that the run was trained on, else all of it
 * @throws UserError when the set's classes are not the run's, or the split is empty or of one class
 */
export async function evaluateRun(
  run: OpenedRun,
  data: DataConfig,
  split: SplitName | "all" | undefined,
  options: PrepareOptions,
): Promise<RunEvaluation> {
  const { cacheDir, dataDir, onProgress, signal } = options;
  const { saved, network } = run;
  const { config, thresholdProb, classes } = saved;
  const source = openSource(data, { cacheDir, dataDir });
  const manifest = await source.manifest((done, total) => onProgress?.("reading", done, total), signal);
  if (String(manifest.classes) !== String(classes)) {
    throw new UserError(
      `evaluate: expected the classes ${classes.join(", ")}. Received: ${manifest.classes.join(", ")}.`,
    );
  }
  const { radiographs, part, isOwnData } = judgedImages(run, manifest, data, split);
  const labels = new Set(radiographs.map(({ label }) => label));
  if (labels.size < 2) {
    throw new UserError(
      `evaluate: expected images of both classes in ${part}. Received: ${radiographs.length} images of ` +
        `${[...labels].join(", ") || "none"}. Choose another --split.`,
    );
  }
  // The run's own standardising, not the caller's: another size would be another network.
  const { imageSize, intensityPercentiles } = config.data;
  const standardized = await standardizeManifest(
    { ...manifest, radiographs },
    { ...data, imageSize, intensityPercentiles },
    {
      cacheDir,
      onProgress: (done, total) => onProgress?.("standardising", done, total),
      signal,
    },
  );
  const predictions = await predictDataset(network, standardized, saved.calibration, { signal });
  const { resamples, confidence } = config.evaluation;
  const trainedOn = new Set(saved.trainedOn);
  return {
    evaluation: evaluatePredictions(predictions, thresholdProb, { seed: config.seed, resamples, confidence }),
    manifest,
    split: part,
    isOwnData,
    seenInTraining: radiographs.filter(({ sha256 }) => trainedOn.has(contentKey(sha256))).length,
  };
}
