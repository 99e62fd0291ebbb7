import { MlflowClient, MlflowError, type Run } from "mlflow-js-client";
import { UserError } from "../userError.js";

/** A run as the tracking server keeps it, and what belongs to it. */
export interface RecordedRun {
  run: Run;
  /** Those below it, such as the folds of a cross-validation. */
  children: () => Promise<Run[]>;
  /** An artifact; undefined when there is none of that name. */
  download: (path: string) => Promise<Uint8Array | undefined>;
}

/**
 * Runs of one config, the newest first, without those that are part of another. Everything here throws a UserError when the
 * server can't be reached or refuses.
 * @param experiment in MLflow's sense; without it there are no runs
 * @param configName its param "name"
 */
export async function recordedRuns(
  trackingUri: string,
  experiment: string,
  configName: string,
): Promise<RecordedRun[]> {
  const client = new MlflowClient({ trackingUri, retry: { attempts: 2 } });
  const found = await answered(client, () => client.experiments.getByName(experiment));
  if (!found) return [];
  const search = (filter: string): Promise<Run[]> =>
    answered(client, async () => {
      const runs: Run[] = [];
      const orderBy = ["attributes.start_time DESC"];
      for await (const run of client.runs.search({ experimentIds: [found.experimentId], filter, orderBy })) {
        runs.push(run);
      }
      return runs;
    });
  const runs = await search(`params.name = '${configName}'`);
  return runs
    .filter(({ tags }) => tags["mlflow.parentRunId"] === undefined)
    .map((run) => ({
      run,
      children: () => search(`tags.mlflow.parentRunId = '${run.runId}'`),
      download: (path) => answered(client, () => downloadIfThere(client, run.runId, path)),
    }));
}

async function downloadIfThere(client: MlflowClient, runId: string, path: string): Promise<Uint8Array | undefined> {
  try {
    return await client.artifacts.download({ runId }, path);
  } catch (error) {
    if (error instanceof MlflowError && error.status === 404) return undefined;
    throw error;
  }
}

async function answered<T>(client: MlflowClient, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    throw new UserError(
      error.isUnavailable
        ? `Expected MLflow at ${client.trackingUri}, which keeps the runs. Received: no answer. Start it: npm run mlflow.`
        : `MLflow could not be asked for runs. ${error.message}`,
    );
  }
}
