import { createHash } from "node:crypto";
import { appendFile, mkdir, open, readFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../userError.js";
import type { SweepConfig } from "./config.js";
import type { Params } from "./searchSpace.js";
import type { Trial, TrialEnd, TrialEpoch } from "./trial.js";

type Line =
  | { type: "sweep"; digest: string; config: SweepConfig; parentRunId: string }
  | { type: "start"; trial: number; params: Params }
  | { type: "run"; trial: number; runId: string; dataDigest: string }
  | ({ type: "epoch"; trial: number } & TrialEpoch)
  | ({ type: "end"; trial: number } & TrialEnd);

/** What a sweep has done so far, line by line on the disk: a sweep that was killed goes on from it. */
export interface SweepJournal {
  readonly folder: string;
  /** The sweep's own run in MLflow. */
  readonly parentRunId: string;
  /** By number; those that were running when the sweep was killed have no end. */
  readonly trials: Trial[];
  /** Of the data that the first trial saw, and all others must see; undefined before it told. */
  readonly dataDigest: string | undefined;
  start(trial: number, params: Params): Promise<void>;
  /** @returns the run that it replaces: of a trial that had to begin anew */
  run(trial: number, runId: string, dataDigest: string): Promise<string | undefined>;
  epoch(trial: number, epoch: TrialEpoch): Promise<void>;
  end(trial: number, end: TrialEnd): Promise<void>;
  close(): Promise<void>;
}

/** @throws UserError when there is a sweep in the folder already */
export async function createJournal(folder: string, config: SweepConfig, parentRunId: string): Promise<SweepJournal> {
  await mkdir(folder, { recursive: true });
  const head: Line = { type: "sweep", digest: digestOf(config), config, parentRunId };
  await appendFile(journalFile(folder), `${JSON.stringify(head)}\n`, { flag: "ax" }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new UserError(
      `sweep: expected a new folder. Received: ${folder}, which holds a sweep. Give --resume to go on.`,
    );
  });
  return openJournal(folder, config);
}

/**
 * Opens a sweep that was ended or killed; a last line that was cut short counts as not written.
 * @throws UserError when there is none, or it is of another config
 */
export async function openJournal(folder: string, config: SweepConfig): Promise<SweepJournal> {
  const text = await readFile(journalFile(folder), "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError(`sweep: expected a sweep in ${folder}. Received: none. Leave --resume out to begin one.`);
  });
  const wholeLength = text.lastIndexOf("\n") + 1;
  const [head, ...lines] = parse(text.slice(0, wholeLength), folder);
  if (head?.type !== "sweep") throw damaged(folder, "no head");
  if (head.digest !== digestOf(config)) {
    throw new UserError(
      `sweep: expected the config that ${folder} was begun with. Received: another. Undo the change, or begin a new sweep.`,
    );
  }
  const trials: Trial[] = [];
  for (const line of lines) apply(trials, line, folder);
  const dataDigest = lines.flatMap((line) => (line.type === "run" ? [line.dataDigest] : []))[0];
  const file = await open(journalFile(folder), "r+");
  await file.truncate(Buffer.byteLength(text.slice(0, wholeLength)));
  return writerOf({ folder, parentRunId: head.parentRunId, trials, dataDigest }, file);
}

type State = Pick<SweepJournal, "folder" | "parentRunId" | "trials" | "dataDigest">;

function writerOf(state: State, file: FileHandle): SweepJournal {
  const { folder, trials } = state;
  let { dataDigest } = state;
  let tail: Promise<void> = Promise.resolve();
  let position: number | undefined;
  /** Lines go out whole and in order, whichever trial they come from. */
  const write = (line: Line): Promise<void> => {
    apply(trials, line, folder);
    tail = tail.then(async () => {
      position ??= (await file.stat()).size;
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      await file.write(bytes, 0, bytes.length, position);
      position += bytes.length;
      if (line.type !== "epoch") await file.sync();
    });
    return tail;
  };
  return {
    folder,
    parentRunId: state.parentRunId,
    trials,
    get dataDigest() {
      return dataDigest;
    },
    run: async (trial, runId, digest) => {
      dataDigest ??= digest;
      const before = trials[trial]!.runId;
      if (before === runId) return undefined;
      await write({ type: "run", trial, runId, dataDigest: digest });
      return before;
    },
    start: (trial, params) => write({ type: "start", trial, params }),
    epoch: async (trial, { epoch, value }) => {
      const isKnown = trials[trial]!.epochs.some((known) => known.epoch === epoch); // a trial begun anew tells it again
      if (!isKnown) await write({ type: "epoch", trial, epoch, value });
    },
    end: (trial, end) => write({ type: "end", trial, ...end }),
    close: async () => {
      await tail;
      await file.close();
    },
  };
}

function apply(trials: Trial[], line: Line, folder: string): void {
  if (line.type === "sweep") throw damaged(folder, "two heads");
  if (line.type === "start") {
    trials[line.trial] ??= {
      trial: line.trial,
      params: line.params,
      runId: undefined,
      epochs: [],
      end: undefined,
    };
    return;
  }
  const known = trials[line.trial];
  if (!known) throw damaged(folder, `trial ${line.trial} was never started`);
  if (line.type === "run") {
    known.runId = line.runId;
  } else if (line.type === "epoch") {
    known.epochs.push({ epoch: line.epoch, value: line.value });
  } else {
    const { status, seconds, error } = line;
    known.end = { status, seconds, ...(error !== undefined && { error }) };
  }
}

function parse(text: string, folder: string): Line[] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line, i) => {
      try {
        return JSON.parse(line) as Line;
      } catch {
        throw damaged(folder, `line ${i + 1} is no JSON`);
      }
    });
}

function damaged(folder: string, what: string): UserError {
  return new UserError(
    `sweep: expected a whole journal in ${journalFile(folder)}. Received: ${what}. Begin a new sweep.`,
  );
}

function journalFile(folder: string): string {
  return join(folder, "trials.jsonl");
}

function digestOf(config: SweepConfig): string {
  return createHash("sha256").update(JSON.stringify(config)).digest("hex");
}
