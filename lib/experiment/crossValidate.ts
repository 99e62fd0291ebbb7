import { foldsCsv } from "../data/groupFolds.js";
import { countFolds, type PreparedFolds } from "../data/prepareFolds.js";
import { withTrackedRun, type RunPages, type TrackedRun } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import { foldsNote } from "./foldsNote.js";
import { logFolds } from "./logFolds.js";
import { runExperiment, type ExperimentResult, type RunExperimentOptions } from "./runExperiment.js";
import { runsView } from "./runsView.js";
import { summarizeFolds, type FoldsSummary } from "./summarizeFolds.js";

export interface CrossValidateOptions extends Omit<RunExperimentOptions, "register" | "parentRunId"> {
  /** Told before each fold, from 0. */
  onFold?: (index: number) => void;
}

export interface CrossValidationResult {
  /** Of the parent run; the server's id, or a local one when it has not reached the server. */
  runId: string;
  status: "finished" | "killed";
  seconds: number;
  stored: "server" | "spool";
  pages: RunPages | undefined;
  /** As far as it came. */
  folds: ExperimentResult[];
  /** Only of a cross-validation that finished. */
  summary: FoldsSummary | undefined;
}

/**
 * Trains and judges one experiment on every fold: a run a fold, as runExperiment makes it, below one parent that holds
 * what they say together. Each fold is trained with the same seed, and can be repeated alone by its split.csv.
 */
export async function crossValidate(
  config: ExperimentConfig,
  prepared: PreparedFolds,
  options: CrossValidateOptions,
): Promise<CrossValidationResult> {
  const started = performance.now();
  const { context, trackingUri, root, spoolDir, signal, onWarning } = options;
  const name = `${options.runName ?? config.name}, ${countFolds(prepared.folds)}`;
  const outcome = await withTrackedRun(
    {
      experiment: "fracture-lab",
      view: runsView,
      name,
      tags: { "split.digest": prepared.digest, "split.leaky": "false" },
      context,
      config,
      note: foldsNote(config, prepared, context),
      trackingUri,
      root,
      spoolDir,
      onWarning,
      ...(signal && { signal }),
    },
    async (run) => {
      options.onStart?.(run.runId);
      run.mlflow.params({ "split.by": "group", "split.digest": prepared.digest, "split.folds": prepared.folds.length });
      await run.mlflow.artifact("split/folds.csv", foldsCsv(prepared.folds));
      const folds = await trainFolds(run, config, prepared, options);
      const tests = folds.flatMap(({ test }) => test ?? []);
      const summary =
        tests.length === prepared.folds.length ? summarizeFolds(tests, config.evaluation.confidence) : undefined;
      if (summary) {
        await logFolds(run, { config, prepared, tests, summary, renderPng: options.renderPng });
        run.mlflow.note(foldsNote(config, prepared, context, summary));
      }
      return { folds, summary };
    },
  );
  const { runId, stored, pages, value } = outcome;
  const status = outcome.status === "KILLED" ? "killed" : "finished";
  return { ...value, runId, status, seconds: (performance.now() - started) / 1000, stored, pages };
}

async function trainFolds(
  run: TrackedRun,
  config: ExperimentConfig,
  { folds }: PreparedFolds,
  options: CrossValidateOptions,
): Promise<ExperimentResult[]> {
  const results: ExperimentResult[] = [];
  for (const [i, { fold, repeat, data }] of folds.entries()) {
    if (options.signal?.aborted) break;
    options.onFold?.(i);
    const runName = data.split.fold!.repeats > 1 ? `fold ${fold}, repeat ${repeat}` : `fold ${fold}`;
    const onStart = (): void => undefined; // the id to be told is the parent's
    const result = await runExperiment(config, data, { ...options, onStart, runName, parentRunId: run.runId });
    results.push(result);
    if (result.test) run.mlflow.metrics({ "fold/auc": result.test.metrics.auc.value }, { step: i + 1 });
  }
  return results;
}
