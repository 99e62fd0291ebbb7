import { createModelOnce } from "./createOnce.js";
import type { ArtifactFile, Content } from "./content.js";
import type { DatasetInput, Metric, RunStatus } from "./entities.js";
import type { ModelInput } from "./loggedModels.js";
import { mayYetSucceed } from "./mayYetSucceed.js";
import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";
import { registerModel } from "./registerModel.js";
import type { Registration } from "./registerModel.js";
import type { ModelVersion } from "./registryEntities.js";

/**
 * Everything that a run records, as plain data: sent to the server by `applyOperation`, or kept in the spool and sent
 * later by the same function. Carrying one out twice is the same as once; that is what makes a replay exact.
 */
export type RunOperation =
  | { kind: "batch"; metrics: Metric[]; params: Record<string, string>; tags: Record<string, string> }
  | { kind: "inputs"; datasets: DatasetInput[] }
  | { kind: "artifacts"; files: ArtifactFile[] }
  | { kind: "model"; key: string; model: ModelInput; register?: Registration }
  | { kind: "end"; status: RunStatus; endTimeMs: number };

/** A logged model on the server, and what it was registered as if that was asked for. */
export interface StoredModel {
  modelId: string;
  modelVersion?: ModelVersion;
}

/**
 * @param triedBefore the operation may have been carried out, or half so, by an earlier try
 * @returns what became of a model; nothing for the other kinds
 * @throws MlflowError, or a file's ENOENT and its like
 */
export async function applyOperation(
  client: MlflowClient,
  runId: string,
  operation: RunOperation,
  triedBefore: boolean,
): Promise<StoredModel | undefined> {
  switch (operation.kind) {
    case "batch":
      await client.runs.logBatch(runId, operation);
      return undefined;
    case "inputs":
      await client.runs.logInputs(runId, operation.datasets);
      return undefined;
    case "artifacts":
      await uploadEach(client, runId, operation.files);
      return undefined;
    case "model":
      return logModel(client, runId, operation, triedBefore);
    case "end":
      await client.runs.update(runId, { status: operation.status, endTimeMs: operation.endTimeMs });
      return undefined;
  }
}

/**
 * All at once; when one of them is refused, or can't be read, one by one, so that it keeps no other from being stored.
 * @throws what may yet succeed, if there is any; else the first fault
 */
async function uploadEach(client: MlflowClient, runId: string, files: readonly ArtifactFile[]): Promise<void> {
  const isDown = (error: unknown): boolean => error instanceof MlflowError && error.isUnavailable;
  try {
    await client.artifacts.upload({ runId }, files);
    return;
  } catch (error) {
    if (isDown(error) || files.length === 1) throw error;
  }
  const faults: unknown[] = [];
  for (const file of files) {
    try {
      await client.artifacts.upload({ runId }, [file]);
    } catch (error) {
      if (isDown(error)) throw error;
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults.find(mayYetSucceed) ?? faults[0];
}

async function logModel(
  client: MlflowClient,
  runId: string,
  { key, model: input, register }: Extract<RunOperation, { kind: "model" }>,
  triedBefore: boolean,
): Promise<StoredModel> {
  const { experimentId } = await client.runs.get(runId);
  const { name, modelType, params, tags, step } = input;
  const options = {
    experimentId,
    name,
    sourceRunId: runId,
    ...(modelType !== undefined && { modelType }),
    ...(params && { params }),
    ...(tags && { tags }),
  };
  const model = await createModelOnce(client, key, options, triedBefore);
  if (model.status !== "READY") await client.models.upload(model, input);
  await client.runs.logOutputs(runId, [{ modelId: model.modelId, ...(step !== undefined && { step }) }]);
  const { modelId } = model;
  if (register === undefined) return { modelId };
  return { modelId, modelVersion: await registerModel(client, { modelId }, register, key, triedBefore) };
}

/** The same operation with every artifact's content replaced. */
export function mapContents(operation: RunOperation, change: (content: Content) => Content): RunOperation {
  const mapFiles = (files: readonly ArtifactFile[]): ArtifactFile[] =>
    files.map((file) => ({ ...file, content: change(file.content) }));
  if (operation.kind === "artifacts") return { ...operation, files: mapFiles(operation.files) };
  if (operation.kind === "model") {
    return { ...operation, model: { ...operation.model, files: mapFiles(operation.model.files) } };
  }
  return operation;
}
