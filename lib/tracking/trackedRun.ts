import { MlflowClient, MlflowError } from "mlflow-js-client";
import type { ActiveRun, RunOutcome } from "mlflow-js-client";
import { UserError } from "../userError.js";
import type { RunContext } from "./context.js";
import { contextTags } from "./contextTags.js";
import { addMissingTags } from "./addMissingTags.js";
import { experimentTags, type RunsView } from "./experimentTags.js";
import { FigurePage } from "./figurePage.js";
import { flatten } from "./flatten.js";
import { runPages, type RunPages } from "./uiPages.js";

/** A run that is being recorded; the `log…` functions of this folder take it. */
export interface TrackedRun {
  /** The server's id, or "local-…" when the server was away at the start. */
  readonly runId: string;
  /** For metrics, params, tags and artifacts of one's own. */
  readonly mlflow: ActiveRun;
  /** Logged at the run's end. */
  readonly figures: FigurePage;
}

export interface TrackedRunOptions {
  trackingUri: string;
  experiment: string;
  /** How the UI shows the experiment's runs, where the experiment does not say so yet. */
  view: RunsView;
  name: string;
  context: RunContext;
  /** Becomes params, and whole the artifact config.json. */
  config?: object;
  /** Markdown at the top of the run's page: what, on which data, how to run it again. */
  note?: string;
  tags?: Readonly<Record<string, string>>;
  parentRunId?: string;
  /** Goes on with this run. */
  runId?: string;
  /** Records processor, memory, disk, network and GPUs this often; never when left out. */
  systemMetricsEveryMs?: number;
  /** Ends the run as KILLED with what it has. */
  signal?: AbortSignal;
  /** Where records wait while the server is away. */
  spoolDir: string;
  /** The checkout: plotly.js for the page of figures is found there. */
  root: string;
  onWarning: (message: string) => void;
}

export interface TrackedOutcome<T> extends RunOutcome<T> {
  /** Where MLflow's UI shows it; undefined when the run has not reached the server. */
  pages: RunPages | undefined;
}

/**
 * Records `body` as an MLflow run: config, context and note at its start, its figures as one page at its end.
 * A server that is away is a warning and never an error; the outcome says where the records are.
 * @throws UserError when a server answers but refuses the run (wrong address, no access); whatever `body` throws
 */
export async function withTrackedRun<T>(
  options: TrackedRunOptions,
  body: (run: TrackedRun) => Promise<T>,
): Promise<TrackedOutcome<T>> {
  try {
    return await record(options, body);
  } catch (error) {
    if (error instanceof MlflowError) throw new UserError(`MLflow at ${options.trackingUri}: ${error.message}`);
    throw error;
  }
}

async function record<T>(
  options: TrackedRunOptions,
  body: (run: TrackedRun) => Promise<T>,
): Promise<TrackedOutcome<T>> {
  const { experiment, view, name, signal, spoolDir, parentRunId, runId, systemMetricsEveryMs } = options;
  const tags = { ...contextTags(options.context), ...options.tags };
  const viewTags = experimentTags(view);
  const client = new MlflowClient({ trackingUri: options.trackingUri });
  const outcome = await client.withRun(
    {
      experiment,
      experimentTags: viewTags,
      name,
      tags,
      spoolDir,
      ...(signal && { signal }),
      ...(parentRunId !== undefined && { parentRunId }),
      ...(runId !== undefined && { runId }),
      ...(systemMetricsEveryMs !== undefined && { systemMetricsEveryMs }),
      onWarning: ({ code, message }) => {
        options.onWarning(code === "spooling" ? `${message} Send them later: npm run mlflow:sync` : message);
      },
    },
    async (mlflow) => {
      const run: TrackedRun = { runId: mlflow.runId, mlflow, figures: new FigurePage(options.root) };
      if (options.note !== undefined) mlflow.note(options.note);
      const { resumedBy } = options.context;
      if (resumedBy !== undefined) mlflow.tags({ resumedBy: resumedBy.slice(0, 8000) }); // the others it has had since it began
      if (options.config !== undefined) {
        mlflow.params(flatten(options.config));
        await mlflow.artifact("config.json", `${JSON.stringify(options.config, null, 2)}\n`);
      }
      const viewAdded = addMissingTags(options.trackingUri, experiment, viewTags);
      try {
        return await body(run);
      } finally {
        await logFigurePage(run, options);
        await viewAdded;
      }
    },
  );
  return { ...outcome, pages: outcome.stored === "server" ? await pagesOf(client, outcome.runId) : undefined };
}

/** What goes wrong here is a warning: it must cost neither a run its result nor its own error its place. */
async function logFigurePage({ mlflow, figures }: TrackedRun, options: TrackedRunOptions): Promise<void> {
  if (figures.isEmpty) return;
  try {
    await mlflow.artifact("figures/interactive.html", await figures.html(options.name));
  } catch (error) {
    options.onWarning(`The run has no page of interactive figures: ${(error as Error).message}`);
  }
}

/** A link is worth a request, not an error. */
async function pagesOf(client: MlflowClient, runId: string): Promise<RunPages | undefined> {
  const run = await client.runs.get(runId).catch(() => undefined);
  return run && runPages(client.trackingUri, run.experimentId, runId);
}
