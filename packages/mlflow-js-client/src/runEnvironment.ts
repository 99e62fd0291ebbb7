import type { WithRunOptions } from "./withRun.js";

/** MLflow's own name for runs of no experiment in particular. */
const DEFAULT_EXPERIMENT = "Default";

/** Python's interval. */
const SYSTEM_METRICS_EVERY_MS = 10_000;

/** What is left open is settled. */
export type ResolvedRunOptions = WithRunOptions & { experiment: string };

/**
 * Fills what the caller left out from the variables that MLflow's Python client reads: MLFLOW_EXPERIMENT_NAME;
 * MLFLOW_RUN_ID, which is taken out of `env` so that the process's next runs do not land in the same one, and not used
 * for the child of another run; MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING with MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL (s).
 */
export function withEnvironment(options: WithRunOptions, env: Record<string, string | undefined>): ResolvedRunOptions {
  const runId = options.runId ?? (options.parentRunId === undefined ? takeRunId(env) : undefined);
  const systemMetricsEveryMs = options.systemMetricsEveryMs ?? systemMetricsInterval(env);
  return {
    ...options,
    experiment: options.experiment ?? (env["MLFLOW_EXPERIMENT_NAME"] || DEFAULT_EXPERIMENT),
    ...(runId !== undefined && { runId }),
    ...(systemMetricsEveryMs !== undefined && { systemMetricsEveryMs }),
  };
}

function takeRunId(env: Record<string, string | undefined>): string | undefined {
  const runId = env["MLFLOW_RUN_ID"];
  delete env["MLFLOW_RUN_ID"];
  return runId === "" ? undefined : runId;
}

function systemMetricsInterval(env: Record<string, string | undefined>): number | undefined {
  const isOn = /^(true|1)$/i.test(env["MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING"] ?? "");
  if (!isOn) return undefined;
  const seconds = Number(env["MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL"]);
  return seconds > 0 ? seconds * 1000 : SYSTEM_METRICS_EVERY_MS;
}
