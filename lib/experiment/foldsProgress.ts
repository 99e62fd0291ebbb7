import { join } from "node:path";
import { z } from "zod";
import type { PreparedData } from "../data/prepareData.js";
import { writeAtomically } from "../data/writeAtomically.js";
import { parseRecord } from "../parseRecord.js";
import { readIfThere } from "../readIfThere.js";
import { experimentConfigSchema } from "./config.js";
import { evaluatePredictions, predictionsOf, type Evaluation } from "./evaluate.js";
import { calibrationSchema } from "./fitCalibration.js";
import { evaluationSettings } from "./gatherEvidence.js";
import { endOf } from "./logTraining.js";
import { lockRun } from "./lockRun.js";
import type { ExperimentResult } from "./runExperiment.js";

const noteSchema = z.strictObject({
  format: z.literal(1),
  config: experimentConfigSchema,
  runName: z.string(),
  folds: z.int().min(2),
  repeats: z.int().min(1),
  dataDigest: z.string(),
  /** Over the splits of all folds. */
  splitDigest: z.string(),
  /** As of a single run. */
  madeWith: z.record(z.string(), z.string()),
  /** What was typed when it began: it, and not the --resume, makes it again. */
  command: z.string(),
  /** Run ids of the folds that were begun, in their order. */
  children: z.array(z.string()),
  isFinished: z.boolean(),
});

/** What a cross-validation needs to be taken up again, beside the folds that have ended. */
export type FoldsNote = z.infer<typeof noteSchema>;

/** A cross-validation that was ended or killed before it had finished. */
export interface ResumableFolds {
  runId: string;
  note: FoldsNote;
}

/** What a cross-validation keeps of a fold. */
export type FoldResult = Pick<
  ExperimentResult,
  "runId" | "status" | "seconds" | "weightsSha256" | "calibration" | "thresholdProb" | "validation" | "test"
> & {
  /** When its training ended. */
  endedAtMs: number;
};

/** Logits alone: what is made of them follows from the config and is made again. */
const keptSchema = z.strictObject({
  runId: z.string(),
  seconds: z.number(),
  endedAtMs: z.number(),
  weightsSha256: z.string(),
  calibration: calibrationSchema.nullable(),
  thresholdProb: z.number(),
  logits: z.strictObject({ validation: z.array(z.number()), test: z.array(z.number()) }),
});

const noteName = "folds.json";

/** The state of a cross-validation on this machine's disk, which one process at a time may have. */
export interface FoldsProgress {
  /** The run that fold `i`, from 0, was begun as. */
  child: (i: number) => string | undefined;
  begin: (i: number, runId: string) => Promise<void>;
  /** Undefined until it was kept. */
  result: (i: number, data: PreparedData) => Promise<FoldResult | undefined>;
  keep: (i: number, result: ExperimentResult) => Promise<FoldResult>;
  /** It cannot be resumed any more. */
  finish: () => Promise<void>;
  /** Lets another process have it. */
  release: () => Promise<void>;
}

/**
 * @param folder of the cross-validation among the checkpoints
 * @param begun of the run that goes on, or a new one
 * @throws UserError when another process trains it, or the folder can't be written
 */
export async function openFoldsProgress(folder: string, begun: FoldsNote): Promise<FoldsProgress> {
  const release = await lockRun(folder);
  const note = { ...begun, children: [...begun.children] };
  const save = (): Promise<void> => writeJson(join(folder, noteName), note);
  const fileOf = (i: number): string => join(folder, `fold-${i + 1}.json`);
  try {
    await save();
  } catch (error) {
    await release();
    throw error;
  }
  return {
    child: (i) => note.children[i],
    begin: async (i, runId) => {
      if (note.children[i] === runId) return;
      note.children[i] = runId;
      await save();
    },
    result: (i, data) => readFold(fileOf(i), note.config, data),
    keep: async (i, result) => {
      await writeJson(fileOf(i), keptOf(result));
      return foldResult(result);
    },
    finish: async () => {
      note.isFinished = true;
      await save();
    },
    release,
  };
}

/**
 * @param checkpointsDir one folder a run
 * @returns undefined when the run is no cross-validation of this machine
 * @throws UserError when its file is damaged
 */
export async function readFoldsNote(runId: string, checkpointsDir: string): Promise<FoldsNote | undefined> {
  return /^[\w-]+$/.test(runId) ? readRecord(join(checkpointsDir, runId, noteName), noteSchema) : undefined;
}

/** A fold as the summary takes it. */
export function foldResult(result: ExperimentResult): FoldResult {
  const { runId, status, seconds, weightsSha256, calibration, thresholdProb, validation, test, training } = result;
  const endedAtMs = endOf(training).timestampMs;
  return { runId, status, seconds, weightsSha256, calibration, thresholdProb, validation, test, endedAtMs };
}

function keptOf(result: ExperimentResult): z.infer<typeof keptSchema> {
  const { runId, seconds, weightsSha256, calibration, thresholdProb, validation, test, endedAtMs } = foldResult(result);
  const logitsOf = (evaluation: Evaluation | undefined): number[] =>
    evaluation?.predictions.map(({ logit }) => logit) ?? [];
  return {
    runId,
    seconds,
    endedAtMs,
    weightsSha256,
    calibration: calibration ?? null,
    thresholdProb,
    logits: { validation: logitsOf(validation), test: logitsOf(test) },
  };
}

async function readFold(
  file: string,
  config: FoldsNote["config"],
  { splits }: PreparedData,
): Promise<FoldResult | undefined> {
  const kept = await readRecord(file, keptSchema);
  if (!kept) return undefined;
  const { logits, ...fold } = kept;
  const calibration = fold.calibration ?? undefined;
  const judge = (part: "validation" | "test"): Evaluation =>
    evaluatePredictions(
      predictionsOf(splits[part], logits[part], calibration),
      fold.thresholdProb,
      evaluationSettings(config),
    );
  return { ...fold, status: "finished", calibration, validation: judge("validation"), test: judge("test") };
}

async function readRecord<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  return parseRecord(text, schema, (reason) => `resume: ${file} is no cross-validation of this version (${reason}).`);
}

function writeJson(file: string, value: object): Promise<void> {
  return writeAtomically(file, [`${JSON.stringify(value, null, 2)}\n`]);
}
