import { join } from "node:path";
import { isLocalRunId } from "./createOnce.js";
import type { MlflowClient } from "./mlflowClient.js";
import { sendJournal } from "./sendJournal.js";
import type { ReplayedRun } from "./sendJournal.js";
import { removeSpooledRun, spooledRuns } from "./spoolFolders.js";
import { isEmptyRun, LOCK } from "./spoolJournal.js";
import { releaseLock, takeLock } from "./spoolLock.js";

export interface ReplayOptions {
  client: MlflowClient;
  /** The folder given to `withRun`. One that does not exist is an empty spool. */
  spoolDir: string;
  /** Also send runs that were recorded for another server's address. Default: they wait. */
  fromAnyServer?: boolean;
  /** Only this run, by its name in the spool. */
  spooledRunId?: string;
  /** Ends the replay with the signal's reason, as the client's own does; the next one goes on there. */
  signal?: AbortSignal;
  onRun?: (run: ReplayedRun) => void;
}

/**
 * Sends what the spool holds: runs in the order in which they got there, each run's operations in order. An operation is
 * noted when it is done, and repeating one changes nothing, so that a replay cut off at any point and begun again leaves
 * each of them on the server once.
 */
export async function replaySpool(given: ReplayOptions): Promise<ReplayedRun[]> {
  const client = given.signal === undefined ? given.client : given.client.withSignal(given.signal);
  const options = { ...given, client, ...(client.signal && { signal: client.signal }) };
  const { spoolDir, spooledRunId, onRun } = options;
  const results: ReplayedRun[] = [];
  for (const folderName of await spooledRuns(spoolDir)) {
    if (spooledRunId !== undefined && folderName !== spooledRunId) continue;
    options.signal?.throwIfAborted();
    const result = await replayLocked(options, folderName);
    if (result === undefined) continue;
    results.push(result);
    onRun?.(result);
  }
  return results;
}

/** @returns undefined for a folder that held nothing and is gone, or that another replay has sent meanwhile */
async function replayLocked(options: ReplayOptions, name: string): Promise<ReplayedRun | undefined> {
  const lock = join(options.spoolDir, name, LOCK);
  let holder: string | undefined;
  try {
    holder = await takeLock(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  if (holder !== undefined) {
    const runId = isLocalRunId(name) ? undefined : name;
    const problems = [`In use by ${holder}`];
    return { spooledRunId: name, runId, state: "busy", operations: 0, sent: 0, problems };
  }
  let isGone = false;
  try {
    if (await isEmptyRun(join(options.spoolDir, name))) {
      await removeSpooledRun(options.spoolDir, name);
      isGone = true;
      return undefined;
    }
    const result = await sendJournal({ ...options, endAbandoned: true }, name);
    if (result.state === "sent") {
      await removeSpooledRun(options.spoolDir, name); // and the lock with it
      isGone = true;
    }
    return result;
  } finally {
    if (!isGone) await releaseLock(lock);
  }
}
