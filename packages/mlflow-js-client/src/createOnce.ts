import { randomUUID } from "node:crypto";
import type { LoggedModel, Run } from "./entities.js";
import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";
import type { CreateModelVersionOptions } from "./modelVersions.js";
import type { ModelVersion } from "./registryEntities.js";
import { quoted } from "./registryNames.js";
import type { CreateRunOptions } from "./runs.js";

/**
 * Creating is the one thing in MLflow that does not bear repeating: after a lost answer a second try could make a
 * second run. So each creation carries a key in a tag (hidden by the UI, as all tags that begin with "mlflow."), by which
 * the first try is found again.
 */
export const CREATE_KEY_TAG = "mlflow.client.createKey";

/** An id for a run that no server knows yet, and the key of its creation. */
export function localRunId(): string {
  return `local-${randomUUID()}`;
}

export function isLocalRunId(runId: string): boolean {
  return runId.startsWith("local-");
}

/** @param tryBefore a try of this key may have gone out earlier, so look before creating */
export async function createRunOnce(
  client: MlflowClient,
  key: string,
  options: CreateRunOptions,
  tryBefore: boolean,
): Promise<Run> {
  const filter = `tags.\`${CREATE_KEY_TAG}\` = '${key}'`;
  const find = (): Promise<Run | undefined> =>
    first(client.runs.search({ experimentIds: [options.experimentId], filter, view: "all", pageSize: 1 }));
  const create = (): Promise<Run> =>
    client.runs.create({ ...options, tags: { ...options.tags, [CREATE_KEY_TAG]: key } });
  return createOnce(create, find, tryBefore);
}

/** As createRunOnce, for a logged model of a run. */
export async function createModelOnce(
  client: MlflowClient,
  key: string,
  options: Parameters<MlflowClient["models"]["create"]>[0] & { sourceRunId: string },
  tryBefore: boolean,
): Promise<LoggedModel> {
  const find = async (): Promise<LoggedModel | undefined> => {
    const filter = `source_run_id = '${options.sourceRunId}'`;
    for await (const model of client.models.search({ experimentIds: [options.experimentId], filter })) {
      if (model.tags[CREATE_KEY_TAG] === key) return model;
    }
    return undefined;
  };
  const create = (): Promise<LoggedModel> =>
    client.models.create({ ...options, tags: { ...options.tags, [CREATE_KEY_TAG]: key } });
  return createOnce(create, find, tryBefore);
}

/** As createRunOnce, for a version of a registered model. */
export async function createVersionOnce(
  client: MlflowClient,
  key: string,
  options: CreateModelVersionOptions,
  tryBefore: boolean,
): Promise<ModelVersion> {
  const filter = `name = ${quoted(options.name)} AND tags.\`${CREATE_KEY_TAG}\` = '${key}'`;
  const find = (): Promise<ModelVersion | undefined> => first(client.modelVersions.search({ filter, pageSize: 1 }));
  const create = (): Promise<ModelVersion> =>
    client.modelVersions.create({ ...options, tags: { ...options.tags, [CREATE_KEY_TAG]: key } });
  return createOnce(create, find, tryBefore);
}

async function createOnce<T>(
  create: () => Promise<T>,
  find: () => Promise<T | undefined>,
  tryBefore: boolean,
): Promise<T> {
  if (tryBefore) {
    const found = await find();
    if (found !== undefined) return found;
  }
  try {
    return await create();
  } catch (error) {
    const outcomeUnknown = error instanceof MlflowError && error.isUnavailable && !error.wasNeverSent;
    if (!outcomeUnknown) throw error;
    return (await find()) ?? (await create());
  }
}

async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}
