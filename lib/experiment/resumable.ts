import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../data/writeAtomically.js";
import { readLastCheckpoint } from "../training/checkpoints.js";
import type { TrainingState } from "../training/trainingState.js";
import { parseRecord } from "../parseRecord.js";
import type { RunContext } from "../tracking/index.js";
import { UserError } from "../userError.js";
import { experimentConfigSchema } from "./config.js";

const noteSchema = z.strictObject({
  format: z.literal(1),
  config: experimentConfigSchema,
  runName: z.string(),
  parentRunId: z.string().optional(),
  /** Aliases that the model is to be registered with; null when it is not to be registered. */
  aliases: z.array(z.string()).nullable(),
  dataDigest: z.string(),
  splitDigest: z.string(),
  /** Commit, and what the bytes of a training also depend on: TensorFlow, threads, oneDNN. */
  madeWith: z.record(z.string(), z.string()),
  /** What was typed when it began: it, and not the --resume, makes it again. Absent in notes from before it was kept. */
  command: z.string().optional(),
  isFinished: z.boolean(),
});

/** What a run needs to be taken up again, beside its checkpoints. */
export type ResumeNote = z.infer<typeof noteSchema>;

/** What the result of a run follows from, beside its config. */
type MadeFrom = Pick<ResumeNote, "dataDigest" | "splitDigest" | "madeWith">;

/** A run that was ended or killed before it had finished. */
export interface Resumable {
  runId: string;
  note: ResumeNote;
  /** Undefined when it was killed before its first checkpoint: it begins anew, as the same run. */
  state: TrainingState | undefined;
}

const noteName = "run.json";

/** Written before the first checkpoint, and again with `isFinished` when all is logged. */
export async function writeResumeNote(folder: string, note: ResumeNote): Promise<void> {
  await writeAtomically(join(folder, noteName), [`${JSON.stringify(note, null, 2)}\n`]);
}

/**
 * @param checkpointsDir one folder a run
 * @throws UserError when the run is unknown here, has finished, or its files are damaged
 */
export async function readResumable(runId: string, checkpointsDir: string): Promise<Resumable> {
  const begun = await readBegun(runId, checkpointsDir);
  if (begun === undefined) {
    const known = (await readdir(checkpointsDir).catch(() => [])).slice(-3).join(", ");
    throw new UserError(
      `resume: expected a run that was trained on this machine${known && `, such as ${known}`}. Received: ${runId}.`,
      2,
    );
  }
  if (begun.note.isFinished) {
    throw new UserError(`resume: expected a run that was stopped. Received: ${runId}, which finished.`, 2);
  }
  return begun;
}

/**
 * A run whether it has finished or not.
 * @returns undefined when it is unknown here, or was killed before it could be noted
 * @throws UserError when its files are damaged
 */
export async function readBegun(runId: string, checkpointsDir: string): Promise<Resumable | undefined> {
  const folder = join(checkpointsDir, runId);
  const file = join(folder, noteName);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined || !/^[\w-]+$/.test(runId)) return undefined;
  const note = parseRecord(text, noteSchema, (reason) => `resume: ${file} is no run of this version (${reason}).`);
  return { runId, note, state: await readLastCheckpoint(folder) };
}

/**
 * Whether a run can go on with what is here now.
 * @returns what differs without being in the way, one sentence each: the result may then differ from an uninterrupted one
 * @throws UserError when the data or their split are not those the run began with
 */
export function differencesSince({ note, runId }: { note: MadeFrom; runId: string }, now: MadeFrom): string[] {
  for (const [key, what] of [
    ["dataDigest", "data"],
    ["splitDigest", "split"],
  ] as const) {
    if (note[key] === now[key]) continue;
    throw new UserError(
      `resume: expected the ${what} that ${runId} began with, digest ${note[key].slice(0, 16)}. ` +
        `Received: ${now[key].slice(0, 16)}. Bring the files back, or start a new run.`,
    );
  }
  const keys = new Set([...Object.keys(note.madeWith), ...Object.keys(now.madeWith)]);
  return [...keys]
    .filter((key) => note.madeWith[key] !== now.madeWith[key])
    .map((key) => `${key} was ${note.madeWith[key] ?? "unset"} and is ${now.madeWith[key] ?? "unset"}`);
}

/** The context of a run that goes on. @param command that began it, as far as that is known */
export function asBegun(context: RunContext, command = context.command): RunContext {
  const { resumedBy = context.command } = context;
  return { ...context, command, resumedBy };
}

/**
 * Tells what could make the result another than that of an uninterrupted run.
 * @throws UserError as differencesSince
 */
export function warnOfDifferences(
  begun: { note: MadeFrom; runId: string },
  now: MadeFrom,
  onWarning: (message: string) => void,
): void {
  const differences = differencesSince(begun, now);
  if (differences.length === 0) return;
  onWarning(`The run may end otherwise than it would have without a stop: ${differences.join("; ")}.`);
}
