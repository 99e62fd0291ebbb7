import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRunOnce, isLocalRunId } from "./createOnce.js";
import { failsAlone } from "./failsAlone.js";
import { mayYetSucceed } from "./mayYetSucceed.js";
import type { MlflowClient } from "./mlflowClient.js";
import { applyOperation } from "./operation.js";
import type { RunOperation } from "./operation.js";
import { countOperations, journalEntries, readHeader, SENT } from "./spoolJournal.js";
import type { RunCreation, SpoolHeader } from "./spoolJournal.js";
import { keepWholeLines } from "./spoolLines.js";
import { OWN_FILE } from "./spoolModes.js";
import { rememberRunId, serverRunId } from "./spoolRunIds.js";

/** What became of one run in the spool. */
export interface ReplayedRun {
  /** The run's name in the spool: the server's id, or a local one. */
  spooledRunId: string;
  /** The server's id, once it is known. */
  runId: string | undefined;
  /**
   * sent: all of it is on the server and its folder is gone. waiting: for the server, for access to it, for the run's parent,
   * because the run is another server's, or with nothing but operations that the server fails at (500, 413; `problems` names
   * them): the others are sent, these are offered again each time.
   * refused: the server took the rest but not this. busy: another process writes or replays it.
   */
  state: "sent" | "waiting" | "refused" | "busy";
  operations: number;
  /** How many of them are on the server, from this replay or an earlier one. */
  sent: number;
  /** Why it is not `sent`, one sentence each. */
  problems: string[];
}

export interface SendOptions {
  client: MlflowClient;
  spoolDir: string;
  fromAnyServer?: boolean;
  signal?: AbortSignal;
  /** Its process is gone: end the run as FAILED, unless its end is in the journal. */
  endAbandoned: boolean;
  /** Indexes of operations that this server has refused already: not offered again, but the run stays `refused`. */
  refusedBefore?: ReadonlySet<number>;
  /** @param operation undefined when its line can't be read */
  onRefused?: (index: number, operation: RunOperation | undefined, error: Error) => void;
}

/**
 * Sends one run's journal in order, from where the last sending stopped. The caller holds the run's lock. An operation that
 * the server fails at while it answers otherwise is set aside, since none of the others needs it: a point, a param and a
 * file stand alone, and the run's end may come before them.
 * @param name of the run in the spool
 * @throws only the signal's reason
 */
export async function sendJournal(options: SendOptions, name: string): Promise<ReplayedRun> {
  const result: ReplayedRun = {
    spooledRunId: name,
    runId: isLocalRunId(name) ? undefined : name,
    state: "sent",
    operations: 0,
    sent: 0,
    problems: [],
  };
  try {
    await send(options, join(options.spoolDir, name), result);
  } catch (error) {
    options.signal?.throwIfAborted();
    result.state = error instanceof NotYet || mayYetSucceed(error) ? "waiting" : "refused";
    result.problems.push(messageOf(error));
  }
  return result;
}

/** @throws what stops the whole run: no server, no parent, an unreadable journal */
async function send(options: SendOptions, folder: string, result: ReplayedRun): Promise<void> {
  const { client, spoolDir, fromAnyServer } = options;
  const header = await readHeader(folder);
  const sent = await sentLines(folder);
  result.operations = await countOperations(folder);
  result.sent = sent.size;
  if (header.trackingUri !== client.trackingUri && fromAnyServer !== true) {
    throw new NotYet(`It was recorded for ${header.trackingUri}, not for ${client.trackingUri}`);
  }
  const runId = await runOnServer(client, spoolDir, header);
  result.runId = runId;
  let hasEnd = false;
  let canNote = true;
  for await (const entry of journalEntries(folder)) {
    const { index } = entry;
    hasEnd ||= entry.isEnd;
    if (sent.has(index)) continue;
    options.signal?.throwIfAborted();
    if (options.refusedBefore?.has(index) === true) {
      if (result.state === "sent") result.state = "refused";
      continue;
    }
    let operation: RunOperation | undefined;
    try {
      operation = entry.operation();
      await applyOperation(client, runId, operation, true);
    } catch (error) {
      options.signal?.throwIfAborted();
      const problem = `Operation ${index + 1} (${operation?.kind ?? "unreadable"}): ${messageOf(error)}`;
      if (mayYetSucceed(error)) {
        if (!(await failsAlone(client, error))) throw error; // the server, not the operation: all of it waits
        result.state = "waiting";
        result.problems.push(problem);
        continue;
      }
      if (result.state === "sent") result.state = "refused";
      result.problems.push(problem);
      options.onRefused?.(index, operation, error as Error);
      continue;
    }
    result.sent++;
    if (canNote) canNote = await note(folder, index);
  }
  if (options.endAbandoned && !hasEnd) await endAbandonedRun(client, runId);
}

async function runOnServer(client: MlflowClient, spoolDir: string, header: SpoolHeader): Promise<string> {
  if (header.create === undefined) return header.runId;
  const known = await serverRunId(spoolDir, header.runId);
  if (known !== undefined) return known;
  const { experiment, experimentTags, parentRunId, ...options } = header.create;
  const experimentId = await client.experiments.getOrCreate(experiment, experimentTags);
  const parent = parentRunId === undefined ? {} : { parentRunId: await parentOnServer(spoolDir, parentRunId) };
  const run = await createRunOnce(client, header.runId, { ...options, ...parent, experimentId }, true);
  await rememberRunId(spoolDir, header.runId, run.runId);
  return run.runId;
}

/** Nothing is wrong with the run, but it can't go to this server now. */
class NotYet extends Error {}

async function parentOnServer(spoolDir: string, parentRunId: NonNullable<RunCreation["parentRunId"]>): Promise<string> {
  if (!isLocalRunId(parentRunId)) return parentRunId;
  const known = await serverRunId(spoolDir, parentRunId);
  if (known === undefined) throw new NotYet(`Its parent ${parentRunId} is not on the server yet`);
  return known;
}

async function endAbandonedRun(client: MlflowClient, runId: string): Promise<void> {
  await client.runs.setTags(runId, { error: "The process ended without closing the run" });
  const end: RunOperation = { kind: "end", status: "FAILED", endTimeMs: Date.now() };
  await applyOperation(client, runId, end, true);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * A full disk must not keep what fills it from being sent: unnoted, it is only sent again, which changes nothing.
 * @returns false when nothing must be noted after it, since half a line may be there
 */
async function note(folder: string, index: number): Promise<boolean> {
  try {
    await appendFile(join(folder, SENT), `${index}\n`, { mode: OWN_FILE });
    return true;
  } catch {
    return false;
  }
}

/** Numbers of the operations that are on the server; a last line cut off in mid-write counts as not sent. */
async function sentLines(folder: string): Promise<Set<number>> {
  const file = join(folder, SENT);
  try {
    await keepWholeLines(file);
    const text = await readFile(file, "utf8");
    return new Set(text.split("\n").slice(0, -1).map(Number));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Set();
    throw error;
  }
}
