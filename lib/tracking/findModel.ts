import { MlflowClient, MlflowError, type ModelVersion } from "mlflow-js-client";
import { UserError } from "../userError.js";
import { lastModelOf } from "./lastModel.js";

/**
 * What one of MLflow's model addresses means: models:/NAME@ALIAS, models:/NAME/VERSION, models:/NAME/latest, or a logged
 * model's models:/m-….
 * @returns the id of the run that trained it; the logged model's own when its run has logged another since
 * @throws UserError when the address is none of these, the server has no such model, or it can't be asked
 */
export async function findModel(trackingUri: string, address: string): Promise<string> {
  const client = new MlflowClient({ trackingUri, retry: { attempts: 2 } });
  try {
    const { runId, modelId } = await ask(client, address);
    if (runId === undefined) {
      throw new UserError(`run: expected a model that a run trained. Received: ${address}, which names no run.`, 2);
    }
    if (modelId === undefined) return runId; // registered from the run's artifacts
    return (await lastModelOf(client, runId)) === modelId ? runId : modelId;
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    if (error.errorCode === "RESOURCE_DOES_NOT_EXIST" || error.errorCode === "INVALID_PARAMETER_VALUE") {
      throw missing(client, address);
    }
    throw new UserError(`run: MLflow could not be asked for ${address}. ${error.message}`);
  }
}

type Answer = Pick<ModelVersion, "runId" | "modelId">;

async function ask(client: MlflowClient, address: string): Promise<Answer> {
  const [, name = "", separator, which = ""] = /^models:\/([^/@]+)(?:([/@])([^/@]+))?$/.exec(address) ?? [];
  if (separator === "@") return client.registeredModels.getByAlias(name, which);
  if (separator === "/" && which === "latest") {
    const latest = await client.registeredModels.latestVersion(name);
    if (latest === undefined) throw missing(client, address);
    return latest;
  }
  if (separator === "/" && /^\d+$/.test(which)) return client.modelVersions.get(name, Number(which));
  if (separator === undefined && name.startsWith("m-")) {
    const { sourceRunId: runId, modelId } = await client.models.get(name);
    return { runId, modelId };
  }
  throw new UserError(
    `run: expected models:/NAME@ALIAS, models:/NAME/VERSION, models:/NAME/latest or models:/m-…. Received: ${address}`,
    2,
  );
}

function missing({ trackingUri }: MlflowClient, address: string): UserError {
  return new UserError(
    `run: expected a model that MLflow at ${trackingUri} knows. Received: ${address}. Its Models page lists names, versions and aliases.`,
    2,
  );
}
