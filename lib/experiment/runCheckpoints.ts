import { join } from "node:path";
import type { PreparedData } from "../data/prepareData.js";
import type { RunContext } from "../tracking/index.js";
import { keepCheckpoints } from "../training/checkpoints.js";
import { epochRank } from "../training/epochRank.js";
import type { CheckpointKeeper, TrainingState } from "../training/trainingState.js";
import { codeOf } from "./codeOf.js";
import type { ExperimentConfig } from "./config.js";
import { lockRun } from "./lockRun.js";
import { writeResumeNote, type Resumable, type ResumeNote } from "./resumable.js";

export interface RunCheckpointsOptions {
  checkpointsDir: string;
  config: ExperimentConfig;
  runName: string;
  parentRunId?: string | undefined;
  /** Aliases to register the model with; undefined when it is not to be registered. */
  aliases?: readonly string[] | undefined;
  data: PreparedData;
  context: RunContext;
  resume?: Resumable | undefined;
}

/** The checkpoints of a run that is being trained by this process alone. */
export interface RunCheckpoints {
  checkpoints: CheckpointKeeper;
  resumeFrom: TrainingState | undefined;
  /** All of the run is logged: it cannot be resumed any more. */
  finish(): Promise<void>;
  /** Lets another process have it. */
  release(): Promise<void>;
}

/** @throws UserError when another process trains the run, or the folder can't be written */
export async function openRunCheckpoints(runId: string, options: RunCheckpointsOptions): Promise<RunCheckpoints> {
  const { checkpointsDir, config, resume } = options;
  const { everySteps, keepBest } = config.training.checkpoints;
  const folder = join(checkpointsDir, runId);
  const note = resume?.note ?? newResumeNote(options);
  const release = await lockRun(folder);
  try {
    await writeResumeNote(folder, { ...note, isFinished: false });
  } catch (error) {
    await release();
    throw error;
  }
  return {
    checkpoints: keepCheckpoints(folder, {
      everySteps,
      keepBest,
      rank: (record) => epochRank(config.training.monitor, record),
    }),
    resumeFrom: resume?.state,
    finish: () => writeResumeNote(folder, { ...note, isFinished: true }),
    release,
  };
}

/** Of a run that begins. */
export function newResumeNote({
  config,
  runName,
  parentRunId,
  aliases,
  data,
  context,
}: Omit<RunCheckpointsOptions, "checkpointsDir" | "resume">): ResumeNote {
  return {
    format: 1,
    config,
    runName,
    ...(parentRunId !== undefined && { parentRunId }),
    aliases: aliases ? [...aliases] : null,
    dataDigest: data.manifest.digest,
    splitDigest: data.split.digest,
    madeWith: madeWith(context),
    command: context.command,
    isFinished: false,
  };
}

/** What the bytes of a training depend on beside config and data. */
export function madeWith(context: RunContext): Record<string, string> {
  const { versions, environment, machine } = context;
  return { commit: codeOf(context), cpu: machine.cpu, threads: String(machine.threads), ...versions, ...environment };
}
