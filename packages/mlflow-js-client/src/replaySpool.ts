import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRunOnce, isLocalRunId } from "./createOnce.js";
import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";
import { applyOperation } from "./operation.js";
import type { RunOperation } from "./operation.js";
import { removeSpooledRun, spooledRuns } from "./spoolFolders.js";
import { LOCK, readJournal, SENT } from "./spoolJournal.js";
import type { RunCreation, SpoolHeader } from "./spoolJournal.js";
import { releaseLock, takeLock } from "./spoolLock.js";
import { rememberRunId, serverRunId } from "./spoolRunIds.js";

/** What became of one run in the spool. */
export interface ReplayedRun {
  /** The run's name in the spool: the server's id, or a local one. */
  spooledRunId: string;
  /** The server's id, once it is known. */
  runId: string | undefined;
  /**
   * sent: all of it is on the server and its folder is gone. waiting: the server, or the run's parent, isn't there yet, or the
   * run is another server's.
   * refused: the server took the rest but not this. busy: another process writes or replays it.
   */
  state: "sent" | "waiting" | "refused" | "busy";
  operations: number;
  /** How many of them are on the server, from this replay or an earlier one. */
  sent: number;
  /** Why it is not `sent`, one sentence each. */
  problems: string[];
}

export interface ReplayOptions {
  client: MlflowClient;
  /** The folder given to `withRun`. One that does not exist is an empty spool. */
  spoolDir: string;
  /** Also send runs that were recorded for another server's address. Default: they wait. */
  fromAnyServer?: boolean;
  /** Only this run, by its name in the spool. */
  spooledRunId?: string;
  /** Ends the replay between two operations, with the signal's reason; the next one goes on there. */
  signal?: AbortSignal;
  onRun?: (run: ReplayedRun) => void;
}

/**
 * Sends what the spool holds: runs in the order in which they got there, each run's operations in order. An operation is
 * noted when it is done, and repeating one changes nothing, so that a replay cut off at any point and begun again leaves
 * each of them on the server once.
 */
export async function replaySpool(options: ReplayOptions): Promise<ReplayedRun[]> {
  const { spoolDir, spooledRunId, onRun } = options;
  const results: ReplayedRun[] = [];
  for (const folderName of await spooledRuns(spoolDir)) {
    if (spooledRunId !== undefined && folderName !== spooledRunId) continue;
    options.signal?.throwIfAborted();
    const result = await replayLocked(options, folderName);
    results.push(result);
    onRun?.(result);
  }
  return results;
}

async function replayLocked(options: ReplayOptions, name: string): Promise<ReplayedRun> {
  const { spoolDir } = options;
  const folder = join(spoolDir, name);
  const lock = join(folder, LOCK);
  const result: ReplayedRun = {
    spooledRunId: name,
    runId: isLocalRunId(name) ? undefined : name,
    state: "sent",
    operations: 0,
    sent: 0,
    problems: [],
  };
  const holder = await takeLock(lock);
  if (holder !== undefined) return { ...result, state: "busy", problems: [`In use by ${holder}`] };
  try {
    await replayRun(options, folder, result);
  } catch (error) {
    options.signal?.throwIfAborted();
    result.state = isWorthWaiting(error) ? "waiting" : "refused";
    result.problems.push(messageOf(error));
  } finally {
    await releaseLock(lock);
  }
  if (result.state === "sent") await removeSpooledRun(spoolDir, name);
  return result;
}

/** @throws what stops the whole run: no server, no parent, an unreadable journal */
async function replayRun(options: ReplayOptions, folder: string, result: ReplayedRun): Promise<void> {
  const { client, spoolDir, fromAnyServer } = options;
  const { header, operations } = await readJournal(folder);
  const sent = await sentLines(folder);
  result.operations = operations.length;
  result.sent = operations.filter((_, index) => sent.has(index)).length;
  if (header.trackingUri !== client.trackingUri && fromAnyServer !== true) {
    throw new NotYet(`It was recorded for ${header.trackingUri}, not for ${client.trackingUri}`);
  }
  const runId = await runOnServer(client, spoolDir, header);
  result.runId = runId;
  for (const [index, operation] of operations.entries()) {
    if (sent.has(index)) continue;
    options.signal?.throwIfAborted();
    try {
      await applyOperation(client, runId, operation, true);
    } catch (error) {
      if (isWorthWaiting(error)) throw error;
      result.state = "refused";
      result.problems.push(`Operation ${index + 1} (${operation.kind}): ${messageOf(error)}`);
      continue;
    }
    await appendFile(join(folder, SENT), `${index}\n`);
    result.sent++;
  }
  if (!operations.some((operation) => operation.kind === "end")) await endAbandoned(client, runId);
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

/** Nobody holds the lock and no end was written: the process died. */
async function endAbandoned(client: MlflowClient, runId: string): Promise<void> {
  await client.runs.setTags(runId, { error: "The process ended without closing the run" });
  const end: RunOperation = { kind: "end", status: "FAILED", endTimeMs: Date.now() };
  await applyOperation(client, runId, end, true);
}

/** No server, no access, or no parent: later may be better. A fault of this one operation is not. */
function isWorthWaiting(error: unknown): boolean {
  if (error instanceof NotYet) return true;
  return error instanceof MlflowError && (error.isAccessDenied || (error.isUnavailable && error.status !== 500));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function sentLines(folder: string): Promise<Set<number>> {
  const text = await readFile(join(folder, SENT), "utf8").catch(() => "");
  return new Set(text.split("\n").slice(0, -1).map(Number));
}
