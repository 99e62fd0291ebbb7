import { MlflowClient } from "mlflow-js-client";
import { viewKey, viewTag } from "./experimentTags.js";

/** Addresses in MLflow's UI. */
export interface RunPages {
  run: string;
  /** All runs of the experiment, in the view that `experimentTags` saves. */
  runs: string;
}

/**
 * MLflow 3 shows its pages for language models unless the address, or an earlier click on "Model training", says otherwise;
 * the experiment's kind does not count.
 */
const mode = "workflowType=machine_learning";

export function runPages(trackingUri: string, experimentId: string, runId: string): RunPages {
  const run = `${trackingUri}/#/experiments/${experimentId}/runs/${runId}?${mode}`;
  return { run, runs: runsPage(trackingUri, experimentId, true) };
}

/** The runs of an experiment; undefined when the server has none of that name, or does not say. */
export async function findRunsPage(trackingUri: string, experiment: string): Promise<string | undefined> {
  const client = new MlflowClient({ trackingUri, retry: { attempts: 1 } });
  const found = await client.experiments.getByName(experiment).catch(() => undefined);
  return found && runsPage(client.trackingUri, found.experimentId, found.tags[viewTag] !== undefined);
}

function runsPage(trackingUri: string, experimentId: string, hasView: boolean): string {
  const view = hasView ? `viewStateShareKey=${viewKey}&` : "";
  return `${trackingUri}/#/experiments/${experimentId}/runs?${view}${mode}`;
}
