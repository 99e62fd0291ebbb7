import { onAbruptExit } from "./abruptExit.js";
import type { ActiveRun } from "./activeRun.js";
import { beginRun } from "./beginRun.js";
import type { RunStatus } from "./entities.js";
import { errorText } from "./errorText.js";
import type { MlflowClient } from "./mlflowClient.js";
import type { RunOperation } from "./operation.js";
import type { ResolvedRunOptions } from "./runEnvironment.js";
import { checkRunOptions } from "./runOptions.js";
import type { RunWarning } from "./runTroubles.js";
import { sampleSystem } from "./systemSampler.js";

export interface WithRunOptions {
  /** By name; created, or brought back if deleted. Default: MLFLOW_EXPERIMENT_NAME, else "Default". */
  experiment?: string;
  /** For an experiment that this creates, such as { "mlflow.experimentKind": "custom_model_development" }. */
  experimentTags?: Readonly<Record<string, string>>;
  /**
   * Goes on with this run instead of creating one: the server's id, or a local one. Its experiment stays what it was.
   * Default: MLFLOW_RUN_ID, for the first run of the process.
   */
  runId?: string;
  name?: string;
  tags?: Readonly<Record<string, string>>;
  parentRunId?: string;
  /**
   * Ends the run as KILLED once the body has returned or thrown; what was recorded is kept. Aborted before the run has begun,
   * it is thrown at once and the body is not called.
   */
  signal?: AbortSignal;
  /** Where records wait while the server is away. Without it a server away at the start throws, and later loses records. */
  spoolDir?: string;
  /** How long to leave a server alone that did not answer, before what waits is offered to it. Default 15,000. */
  spoolRetryMs?: number;
  /** Records processor, memory, disk, network and GPUs this often, as metrics system/…; MLflow's own interval is 10,000. */
  systemMetricsEveryMs?: number;
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
  /**
   * Why operations (a batch of records, some artifacts, a model) are not on the server, or not all of them: the server refused
   * them, or neither it nor the spool could take them. The first hundred. What was refused when it was sent from the spool is
   * still there: `replaySpool` offers it again.
   */
  refused: Error[];
  /** How many operations these were in all. */
  refusedCount: number;
}

/** See MlflowClient.withRun. */
export async function withRun<T>(
  client: MlflowClient,
  options: ResolvedRunOptions,
  body: (run: ActiveRun) => Promise<T>,
): Promise<RunOutcome<T>> {
  checkRunOptions(options);
  const { run, queue, writer, startTimeMs } = await beginRun(client, options);
  const { systemMetricsEveryMs } = options;
  const stopSampling =
    systemMetricsEveryMs === undefined ? undefined : sampleSystem(run, systemMetricsEveryMs, startTimeMs);
  const endOf = (status: RunStatus): RunOperation & { kind: "end" } => ({ kind: "end", status, endTimeMs: Date.now() });
  const isKilled = (): boolean => options.signal?.aborted === true;
  const settled = onAbruptExit((cause) => {
    if (isKilled()) queue.saveAtExit(endOf("KILLED"), undefined);
    else queue.saveAtExit(endOf("FAILED"), errorText(cause));
  });
  const finish = async (status: RunStatus): Promise<void> => {
    try {
      await stopSampling?.();
      await queue.end(endOf(status));
      await writer.close();
    } finally {
      settled();
    }
  };
  let value: T;
  try {
    value = await body(run);
  } catch (error) {
    if (!isKilled()) run.tags({ error: errorText(error) });
    await finish(isKilled() ? "KILLED" : "FAILED");
    throw error;
  }
  const status = isKilled() ? "KILLED" : "FINISHED";
  await finish(status);
  const { runId, spoolFolder } = writer;
  const { refused, refusedCount } = writer.troubles;
  const stored = spoolFolder === undefined ? "server" : "spool";
  return { value, runId, status, stored, spoolFolder, refused, refusedCount };
}
