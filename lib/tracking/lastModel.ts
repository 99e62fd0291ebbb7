import type { MlflowClient } from "mlflow-js-client";

/**
 * The model that a run logged last. The server lists a run's models in no order (its table's key is their random id), so
 * their times of creation tell.
 * @returns undefined for a run without one
 */
export async function lastModelOf(client: MlflowClient, runId: string): Promise<string | undefined> {
  const { modelIds } = await client.runs.get(runId);
  if (modelIds.length < 2) return modelIds[0];
  const models = await Promise.all(modelIds.map((modelId) => client.models.get(modelId)));
  return models.reduce((last, model) => (model.creationTimeMs > last.creationTimeMs ? model : last)).modelId;
}
