import { MlflowClient, MlflowError } from "mlflow-js-client";

/**
 * A run below another by its name: one that was created just before its process was killed, and so is noted nowhere else.
 * @returns undefined when there is none, or the server can't be asked
 */
export async function findChild(trackingUri: string, parentRunId: string, name: string): Promise<string | undefined> {
  const client = new MlflowClient({ trackingUri, retry: { attempts: 2 } });
  try {
    const { experimentId } = await client.runs.get(parentRunId);
    const filter = `tags.mlflow.parentRunId = '${parentRunId}' and tags.mlflow.runName = '${name}'`;
    for await (const { runId } of client.runs.search({ experimentIds: [experimentId], filter })) return runId;
    return undefined;
  } catch (error) {
    if (error instanceof MlflowError) return undefined;
    throw error;
  }
}
