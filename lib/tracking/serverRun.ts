import { MlflowClient, MlflowError } from "mlflow-js-client";

/** A run, or a logged model, as the tracking server keeps it. */
export interface ServerRun {
  /** An artifact of the run, or of the run that logged the model; undefined when there is none of that name. */
  download: (path: string) => Promise<Uint8Array | undefined>;
  /** Adds artifacts to the run, or to the model. @throws MlflowError */
  upload: (files: Readonly<Record<string, Uint8Array>>) => Promise<void>;
}

/**
 * Looks a run up without opening it again: its status and its end stay as they are.
 * @param id of a run, or of a logged model: m-…
 * @throws MlflowError when the server can't be reached, refuses, or has no such run
 */
export async function findServerRun(trackingUri: string, id: string): Promise<ServerRun> {
  const client = new MlflowClient({ trackingUri, retry: { attempts: 2 } });
  const isModel = id.startsWith("m-");
  const runId = isModel ? (await client.models.get(id)).sourceRunId : id;
  if (runId !== undefined) await client.runs.get(runId);
  return {
    download: async (path) => {
      if (runId === undefined) return undefined;
      try {
        return await client.artifacts.download({ runId }, path);
      } catch (error) {
        if (error instanceof MlflowError) return undefined;
        throw error;
      }
    },
    upload: async (files) => {
      const list = Object.entries(files).map(([path, content]) => ({ path, content }));
      await client.artifacts.upload(isModel ? { modelId: id } : { runId: id }, list);
    },
  };
}
