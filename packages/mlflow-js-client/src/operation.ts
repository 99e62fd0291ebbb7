import { createModelOnce } from "./createOnce.js";
import type { ArtifactFile, Content } from "./content.js";
import type { DatasetInput, Metric, RunStatus } from "./entities.js";
import type { ModelInput } from "./loggedModels.js";
import type { MlflowClient } from "./mlflowClient.js";

/**
 * Everything that a run records, as plain data: sent to the server by `applyOperation`, or kept in the spool and sent
 * later by the same function. Carrying one out twice is the same as once; that is what makes a replay exact.
 */
export type RunOperation =
  | { kind: "batch"; metrics: Metric[]; params: Record<string, string>; tags: Record<string, string> }
  | { kind: "inputs"; datasets: DatasetInput[] }
  | { kind: "artifacts"; files: ArtifactFile[] }
  | { kind: "model"; key: string; model: ModelInput }
  | { kind: "end"; status: RunStatus; endTimeMs: number };

/**
 * @param triedBefore the operation may have been carried out, or half so, by an earlier try
 * @returns the id of the logged model, for a model
 * @throws MlflowError, or a file's ENOENT and its like
 */
export async function applyOperation(
  client: MlflowClient,
  runId: string,
  operation: RunOperation,
  triedBefore: boolean,
): Promise<string | undefined> {
  switch (operation.kind) {
    case "batch":
      await client.runs.logBatch(runId, operation);
      return undefined;
    case "inputs":
      await client.runs.logInputs(runId, operation.datasets);
      return undefined;
    case "artifacts":
      await client.artifacts.upload({ runId }, operation.files);
      return undefined;
    case "model":
      return logModel(client, runId, operation.key, operation.model, triedBefore);
    case "end":
      await client.runs.update(runId, { status: operation.status, endTimeMs: operation.endTimeMs });
      return undefined;
  }
}

async function logModel(
  client: MlflowClient,
  runId: string,
  key: string,
  input: ModelInput,
  triedBefore: boolean,
): Promise<string> {
  const { experimentId } = await client.runs.get(runId);
  const { name, params, tags, step } = input;
  const options = { experimentId, name, sourceRunId: runId, ...(params && { params }), ...(tags && { tags }) };
  const model = await createModelOnce(client, key, options, triedBefore);
  if (model.status !== "READY") await client.models.upload(model, input);
  await client.runs.logOutputs(runId, [{ modelId: model.modelId, ...(step !== undefined && { step }) }]);
  return model.modelId;
}

/** The same operation with every artifact's content replaced, one after another. */
export async function mapContents(
  operation: RunOperation,
  change: (content: Content) => Promise<Content>,
): Promise<RunOperation> {
  const mapFiles = async (files: readonly ArtifactFile[]): Promise<ArtifactFile[]> => {
    const out: ArtifactFile[] = [];
    for (const file of files) out.push({ path: file.path, content: await change(file.content) });
    return out;
  };
  if (operation.kind === "artifacts") return { ...operation, files: await mapFiles(operation.files) };
  if (operation.kind === "model") {
    return { ...operation, model: { ...operation.model, files: await mapFiles(operation.model.files) } };
  }
  return operation;
}
