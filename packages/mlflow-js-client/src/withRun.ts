import type { ActiveRun } from "./activeRun.js";
import { beginRun } from "./beginRun.js";
import type { RunStatus } from "./entities.js";
import type { MlflowClient } from "./mlflowClient.js";
import { replaySpool } from "./replaySpool.js";
import type { RunWarning } from "./runWriter.js";

export interface WithRunOptions {
  /** By name; created, or brought back if deleted. */
  experiment: string;
  /** For an experiment that this creates, such as { "mlflow.experimentKind": "custom_model_development" }. */
  experimentTags?: Readonly<Record<string, string>>;
  /** Goes on with this run instead of creating one: the server's id, or a local one. Its experiment stays what it was. */
  runId?: string;
  name?: string;
  tags?: Readonly<Record<string, string>>;
  parentRunId?: string;
  /** Ends the run as KILLED once the body has returned or thrown; what was recorded is kept. */
  signal?: AbortSignal;
  /** Where records wait while the server is away. Without it a server away at the start throws, and later loses records. */
  spoolDir?: string;
  /** Default: console.warn. */
  onWarning?: (warning: RunWarning) => void;
}

export interface RunOutcome<T> {
  value: T;
  /** The server's id; a local one when the run has not reached the server. */
  runId: string;
  status: RunStatus;
  /** server: everything that was not refused is on the server. spool: some or all of it waits for `replaySpool`. */
  stored: "server" | "spool";
  spoolFolder: string | undefined;
  /** Records that neither server nor spool took. */
  refused: Error[];
}

/** See MlflowClient.withRun. */
export async function withRun<T>(
  client: MlflowClient,
  options: WithRunOptions,
  body: (run: ActiveRun) => Promise<T>,
): Promise<RunOutcome<T>> {
  const { run, writer } = await beginRun(client, options);
  const finish = async (status: RunStatus): Promise<{ runId: string; stored: "server" | "spool" }> => {
    await run.end(status);
    await writer.close();
    return settle(client, options.spoolDir, run.runId, writer.spoolFolder);
  };
  let value: T;
  try {
    value = await body(run);
  } catch (error) {
    const killed = options.signal?.aborted === true;
    if (!killed) run.tags({ error: String(error).slice(0, 1000) });
    await finish(killed ? "KILLED" : "FAILED");
    throw error;
  }
  const status = options.signal?.aborted === true ? "KILLED" : "FINISHED";
  const { runId, stored } = await finish(status);
  const spoolFolder = stored === "spool" ? writer.spoolFolder : undefined;
  return { value, runId, status, stored, spoolFolder, refused: writer.refused };
}

/** At the end of a run that turned to the spool: perhaps the server is back. */
async function settle(
  client: MlflowClient,
  spoolDir: string | undefined,
  runId: string,
  spoolFolder: string | undefined,
): Promise<{ runId: string; stored: "server" | "spool" }> {
  if (spoolDir === undefined || spoolFolder === undefined) return { runId, stored: "server" };
  if (!(await client.isReachable())) return { runId, stored: "spool" };
  try {
    const [replayed] = await replaySpool({ client, spoolDir, spooledRunId: runId });
    return { runId: replayed?.runId ?? runId, stored: replayed?.state === "sent" ? "server" : "spool" };
  } catch {
    return { runId, stored: "spool" }; // the spool itself is in trouble; `replaySpool` will say so when called for
  }
}
