import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { MlflowClient, MlflowError } from "mlflow-js-client";
import { UserError } from "../userError.js";
import { lastModelOf } from "./lastModel.js";

/**
 * Fetches a logged model, or the one that a run logged last, into a new folder, whole or not at all.
 * @param id of a run, or of a logged model: m-…
 * @returns false when the server has no such run or model, or the run no model
 * @throws UserError when the server can't be reached or refuses
 */
export async function downloadRun(trackingUri: string, id: string, folder: string): Promise<boolean> {
  const client = new MlflowClient({ trackingUri, retry: { attempts: 2 } });
  const temporary = `${folder}.${process.pid}.tmp`;
  try {
    const modelId = id.startsWith("m-") ? id : await lastModelOf(client, id);
    if (modelId === undefined) return false;
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(temporary);
    for (const entry of await client.artifacts.list({ modelId })) {
      if (entry.isFolder) continue;
      await writeFile(join(temporary, entry.path), await client.artifacts.download({ modelId }, entry.path));
    }
    if (!existsSync(join(temporary, "experiment.json"))) return false; // a model, but none of this project's
    await rename(temporary, folder);
    return true;
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    if (error.errorCode === "RESOURCE_DOES_NOT_EXIST" || error.errorCode === "INVALID_PARAMETER_VALUE") return false;
    throw new UserError(`run: ${id} is not on this machine, and MLflow could not be asked. ${error.message}`);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
