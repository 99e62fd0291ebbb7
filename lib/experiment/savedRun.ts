import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { parseSplitCsv, type SplitRow } from "../data/splitCsv.js";
import { splitDigest } from "../data/splitRecord.js";
import { createCnn } from "../model/cnn.js";
import { foldBatchNorm } from "../model/foldBatchNorm.js";
import type { Network } from "../model/network.js";
import { fromTfjsFiles, toTfjsFiles, type TfjsFiles } from "../model/tfjsFormat.js";
import { readWeights, weightsSha256, writeWeights, type WeightArray } from "../model/weights.js";
import { parseRecord } from "../parseRecord.js";
import { createRandom } from "../random.js";
import { UserError } from "../userError.js";
import { experimentConfigSchema } from "./config.js";
import { calibrationSchema } from "./fitCalibration.js";

/** What a trained model needs beside its weights to be used and judged again. */
export const savedRunSchema = z.object({
  format: z.literal(1),
  config: experimentConfigSchema,
  classes: z.array(z.string()).length(2),
  /** Holds for probabilities after calibration. */
  thresholdProb: z.number().min(0).max(1),
  /** Fitted on validation images; none in runs from before there was one, or that asked for none. */
  calibration: calibrationSchema.optional(),
  weightsSha256: z.string(),
  /** Digest of the data it was trained on. */
  dataDigest: z.string(),
  /** How that was split; which image went where is in split.csv. Absent in runs from before splits were written down. */
  split: z
    .object({
      by: z.string(),
      digest: z.string(),
      leaky: z.boolean(),
      /** Whether its groups knew of copies; absent in older runs, whose config tells. */
      copiesSearched: z.boolean().optional(),
    })
    .optional(),
  /** "killed" when Ctrl-C ended it: its weights are of the best epoch until then. */
  status: z.enum(["finished", "killed"]),
  /** When training ended, ISO 8601. */
  endedAt: z.string(),
  /** Git commit of the code that trained it, with "+" after it when files had been changed; "unknown" outside git. */
  code: z.string(),
  /** Content keys of its training and validation images, so that a later evaluation can tell what was seen. */
  trainedOn: z.array(z.string()),
});

export type SavedRun = z.infer<typeof savedRunSchema>;

/** Beside it in a run's folder: which image, by content, was in which part. */
export const splitFileName = "split.csv";

/** Enough of a SHA-256 to tell ten million images apart, at a quarter of the length. */
export function contentKey(sha256: string): string {
  return sha256.slice(0, 16);
}

/**
 * The files of a run folder: a TFJS layers model, the same with BatchNorm folded into its convolutions for whoever only
 * predicts, and experiment.json. Both models answer with the network's own probability: its log-odds, calibrated by
 * experiment.json's calibration, give the one that the threshold holds for.
 */
export async function savedRunFiles(
  saved: SavedRun,
  weights: readonly WeightArray[],
): Promise<Record<string, Uint8Array>> {
  const { model, data } = saved.config;
  const tfjs = await toTfjsFiles(model, data.imageSize, weights);
  const folded = await toTfjsFiles(model, data.imageSize, foldBatchNorm(weights, model.batchNorm.epsilon));
  const description = new TextEncoder().encode(`${JSON.stringify(saved, null, 2)}\n`);
  return {
    ...tfjs,
    "folded/model.json": folded["model.json"],
    "folded/weights.bin": folded["weights.bin"],
    "experiment.json": description,
  };
}

/** Writes the files into a new folder, whole or not at all; a folder of that name is replaced. */
export async function writeRunFolder(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  const temporary = `${folder}.${process.pid}.tmp`;
  await mkdir(dirname(folder), { recursive: true });
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary);
  try {
    for (const [name, bytes] of Object.entries(files)) {
      await mkdir(dirname(join(temporary, name)), { recursive: true });
      await writeFile(join(temporary, name), bytes);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** What a run folder says of itself, without its weights. @throws UserError when it says nothing, or nothing known here */
export async function readSavedRun(folder: string): Promise<SavedRun> {
  return parseSavedRun(new TextDecoder().decode(await readRunFile(folder, "experiment.json")), folder);
}

async function readRunFile(folder: string, name: string): Promise<Uint8Array> {
  return readFile(join(folder, name)).catch(() => {
    throw new UserError(`run: expected model.json, weights.bin and experiment.json in ${folder}. Missing: ${name}.`);
  });
}

export interface OpenedRun {
  saved: SavedRun;
  network: Network;
  /** Absent in runs from before splits were written down. */
  split?: SplitRow[];
}

/**
 * Opens a folder that an experiment or an export wrote.
 * @throws UserError when a file is missing, damaged, or the weights are not those that were trained
 */
export async function readRunFolder(folder: string): Promise<OpenedRun> {
  const read = (name: string): Promise<Uint8Array> => readRunFile(folder, name);
  const saved = await readSavedRun(folder);
  const split = saved.split && parseSplitCsv(new TextDecoder().decode(await read(splitFileName)), splitFileName);
  if (split && splitDigest(split) !== saved.split?.digest) {
    throw new UserError(
      `run: ${splitFileName} in ${folder} is not the one that experiment.json names. Fetch the run again.`,
    );
  }
  const weights = weightsIn(
    { "model.json": await read("model.json"), "weights.bin": await read("weights.bin") },
    folder,
  );
  const network = createCnn(saved.config.model, saved.config.data.imageSize, createRandom(saved.config.seed));
  try {
    writeWeights(network, weights);
  } catch (error) {
    network.dispose();
    throw new UserError(
      `run: experiment.json and weights.bin in ${folder} do not fit together: ${(error as Error).message}`,
    );
  }
  if (weightsSha256(readWeights(network)) !== saved.weightsSha256) {
    network.dispose();
    throw new UserError(`run: the weights in ${folder} are not those that experiment.json names. Fetch the run again.`);
  }
  return { saved, network, ...(split && { split }) };
}

function weightsIn(files: TfjsFiles, folder: string): WeightArray[] {
  try {
    return fromTfjsFiles(files);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `run: model.json and weights.bin in ${folder} are damaged: ${error.message}. Fetch the run again from MLflow, or train it again.`,
    );
  }
}

function parseSavedRun(text: string, folder: string): SavedRun {
  return parseRecord(
    text,
    savedRunSchema,
    (reason) =>
      `run: ${join(folder, "experiment.json")} is no run description of this version (${reason}). ` +
      "Fetch the run again from MLflow, or train it again.",
  );
}
