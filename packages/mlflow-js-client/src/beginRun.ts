import { join } from "node:path";
import { ActiveRun } from "./activeRun.js";
import { createRunOnce, isLocalRunId, localRunId } from "./createOnce.js";
import type { Run } from "./entities.js";
import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";
import { RecordQueue } from "./recordQueue.js";
import { replaySpool } from "./replaySpool.js";
import type { ResolvedRunOptions } from "./runEnvironment.js";
import { RunTables } from "./runTables.js";
import type { RunWarning } from "./runTroubles.js";
import { RunWriter } from "./runWriter.js";
import { readHeader } from "./spoolJournal.js";
import type { RunCreation, SpoolHeader } from "./spoolJournal.js";
import { serverRunId } from "./spoolRunIds.js";
import { SpoolWriter } from "./spoolWriter.js";
import type { WithRunOptions } from "./withRun.js";

/** Either the run is on the server, or there is a reason to begin it in the spool. */
type Beginning = { header: SpoolHeader; run: Run } | { header: SpoolHeader; reason: Error };

/** A run, what writes it, and when it began. */
export interface BegunRun {
  run: ActiveRun;
  queue: RecordQueue;
  writer: RunWriter;
  startTimeMs: number;
}

const SPOOL_RETRY_MS = 15_000;

/**
 * Creates a run, or takes up the one of `options.runId`; in the spool if the server is away.
 * @throws MlflowError when the server refuses, or is away and there is no spool; the signal's reason at once when it is
 *   aborted before the run has begun: what may have begun by then is closed as KILLED in the spool
 */
export async function beginRun(client: MlflowClient, options: ResolvedRunOptions): Promise<BegunRun> {
  const { runId, signal, spoolDir, spoolRetryMs = SPOOL_RETRY_MS, onWarning = warnOnConsole } = options;
  const asking = signal === undefined ? client : client.withSignal(signal);
  asking.signal?.throwIfAborted();
  const beginning = runId === undefined ? await create(asking, options) : await takeUp(asking, options, runId);
  const { header } = beginning;
  const writer = new RunWriter({ client, header, spoolDir, spoolRetryMs, onWarning });
  if ("reason" in beginning) await writer.startSpooling(beginning.reason);
  const queue = new RecordQueue(writer);
  const known = "run" in beginning ? beginning.run : undefined;
  const isNew = runId === undefined;
  const tables = new RunTables(known?.tags ?? (isNew ? {} : undefined), (path) =>
    client.artifacts.download({ runId: writer.runId }, path),
  );
  return {
    run: new ActiveRun(header.runId, queue, { params: known?.params ?? {}, tables }),
    queue,
    writer,
    startTimeMs: known?.startTimeMs ?? header.create?.startTimeMs ?? header.spooledAtMs,
  };
}

async function create(client: MlflowClient, options: ResolvedRunOptions): Promise<Beginning> {
  const key = localRunId();
  const parentRunId = await knownParent(options);
  const creation: RunCreation = {
    experiment: options.experiment,
    ...(options.experimentTags !== undefined && { experimentTags: { ...options.experimentTags } }),
    ...(options.name !== undefined && { name: options.name }),
    ...(options.tags !== undefined && { tags: { ...options.tags } }),
    ...(parentRunId !== undefined && { parentRunId }),
    startTimeMs: Date.now(),
  };
  const inSpool = { ...headerOf(client, key), create: creation };
  if (parentRunId !== undefined && isLocalRunId(parentRunId)) {
    return { header: inSpool, reason: new Error(`Its parent ${parentRunId} is in the spool.`) };
  }
  const { experiment, experimentTags, ...rest } = creation;
  let experimentId: string;
  try {
    experimentId = await client.experiments.getOrCreate(experiment, experimentTags);
  } catch (error) {
    return { header: inSpool, reason: awayOrThrow(client, error) };
  }
  return ask(client, options, inSpool, () => createRunOnce(client, key, { ...rest, experimentId }, false));
}

async function takeUp(client: MlflowClient, options: WithRunOptions, wantedId: string): Promise<Beginning> {
  const { spoolDir } = options;
  const isLocal = isLocalRunId(wantedId);
  const runId = (isLocal && spoolDir !== undefined && (await serverRunId(spoolDir, wantedId))) || wantedId;
  // What an earlier process left behind goes first: its end would otherwise close this one.
  if (spoolDir !== undefined) {
    const [left] = await replaySpool({ client, spoolDir, spooledRunId: wantedId });
    if (left !== undefined && left.state !== "sent") {
      const header = await readHeader(join(spoolDir, wantedId));
      return { header, reason: new Error(left.problems.join("; ")) };
    }
    if (left?.runId !== undefined) return reopen(client, options, left.runId);
  }
  return reopen(client, options, runId);
}

async function reopen(client: MlflowClient, options: WithRunOptions, runId: string): Promise<Beginning> {
  return ask(client, options, headerOf(client, runId), async () => {
    await client.runs.update(runId, { status: "RUNNING" });
    return client.runs.get(runId);
  });
}

/** @param begin whose requests the server may carry out even when nobody waits for the answer any more */
async function ask(
  client: MlflowClient,
  options: WithRunOptions,
  inSpool: SpoolHeader,
  begin: () => Promise<Run>,
): Promise<Beginning> {
  client.signal?.throwIfAborted();
  try {
    const run = await begin();
    return { header: headerOf(client, run.runId), run };
  } catch (error) {
    if (client.signal?.aborted) await closeAsKilled(inSpool, options);
    return { header: inSpool, reason: awayOrThrow(client, error) };
  }
}

/** Whoever sends the spool finds or makes the run, and closes it. Without a spool, the server's run may stay RUNNING. */
async function closeAsKilled(header: SpoolHeader, options: WithRunOptions): Promise<void> {
  const { spoolDir, onWarning = warnOnConsole } = options;
  if (spoolDir === undefined) return;
  const spool = await SpoolWriter.open(spoolDir, header);
  try {
    await spool.append({ kind: "end", status: "KILLED", endTimeMs: Date.now() });
  } finally {
    await spool.close();
  }
  const message = `The run was ended before MLflow at ${header.trackingUri} answered; its end waits in ${spool.folder}.`;
  onWarning({ code: "spooling", message, spoolFolder: spool.folder });
}

function headerOf(client: MlflowClient, runId: string): SpoolHeader {
  return { version: 1, trackingUri: client.trackingUri, runId, spooledAtMs: Date.now() };
}

/** A parent that began in the spool may have reached the server since. */
async function knownParent({ parentRunId, spoolDir }: WithRunOptions): Promise<string | undefined> {
  if (parentRunId === undefined || spoolDir === undefined || !isLocalRunId(parentRunId)) return parentRunId;
  return (await serverRunId(spoolDir, parentRunId)) ?? parentRunId;
}

function awayOrThrow(client: MlflowClient, error: unknown): Error {
  client.signal?.throwIfAborted();
  if (error instanceof MlflowError && (error.isUnavailable || error.isForeign)) return error;
  throw error;
}

function warnOnConsole({ message }: RunWarning): void {
  console.warn(message);
}
