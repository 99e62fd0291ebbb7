import { join } from "node:path";
import { z } from "zod";
import { parseRecord } from "../parseRecord.js";
import { readIfThere } from "../readIfThere.js";
import type { TrainingResult } from "../training/trainNetwork.js";

const epochSchema = z.object({
  epoch: z.int(),
  trainLoss: z.number(),
  validationLoss: z.number(),
  validationAuc: z.number(),
  learningRate: z.number(),
  imagesPerSecond: z.number(),
  inputWaitShare: z.number(),
  isBest: z.boolean(),
  seconds: z.number(),
  endedAtMs: z.number(),
});

const trainingRecordSchema = z.object({
  format: z.literal(1),
  history: z.array(epochSchema),
  bestEpoch: z.int(),
  /** Of all epochs, those before a resume too. */
  seconds: z.number(),
  imagesPerSecond: z.number(),
  cost: z.object({
    /** User and system time of all threads, from the start of training to the judgement on test. */
    cpuSeconds: z.number(),
    /** Most that the process has held since it began, which in a notebook is more than one training. */
    peakMemoryMB: z.number(),
    /** False for a resumed training: what the process before it took is not counted. */
    isWhole: z.boolean(),
  }),
});

/** How a training went and what it took, as its run folder keeps it. */
export type TrainingRecord = z.infer<typeof trainingRecordSchema>;
export type TrainingCost = TrainingRecord["cost"];

/** Name of the file in a run's folder. */
export const trainingFile = "training.json";

export function trainingText({ history, bestEpoch, seconds, imagesPerSecond }: TrainingResult, cost: TrainingCost) {
  const record: TrainingRecord = { format: 1, history, bestEpoch, seconds, imagesPerSecond, cost };
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Starts a meter. @returns what this process took since */
export function costMeter(isWhole: boolean): () => TrainingCost {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before); // microseconds
    return { cpuSeconds: (user + system) / 1e6, peakMemoryMB: process.resourceUsage().maxRSS / 1024, isWhole };
  };
}

/**
 * @returns undefined when the folder has none: an older run
 * @throws UserError when the file is damaged
 */
export async function readTrainingRecord(folder: string): Promise<TrainingRecord | undefined> {
  const file = join(folder, trainingFile);
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  return parseRecord(
    text,
    trainingRecordSchema,
    (reason) => `run: ${file} is no record of a training of this version (${reason}). Fetch the run again from MLflow.`,
  );
}
