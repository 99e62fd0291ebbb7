import { randomUUID } from "node:crypto";
import type { LoggedModel, Run } from "./entities.js";
import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";
import type { CreateModelVersionOptions } from "./modelVersions.js";
import type { ModelVersion } from "./registryEntities.js";
import { quoted } from "./registryNames.js";
import { pause } from "./retry.js";
import type { CreateRunOptions } from "./runs.js";

/**
 * Creating is the one thing in MLflow that does not bear repeating: after a lost answer a second try could make a
 * second run. So each creation carries a key in a tag (hidden by the UI, as all tags that begin with "mlflow."), by which
 * what the first try made is found again.
 */
export const CREATE_KEY_TAG = "mlflow.client.createKey";

/**
 * A server that did not answer in time may yet carry the request out. What it makes is looked for at once and after these
 * shares of another `timeoutMs`, which they fill.
 */
const LOOK_AFTER = [0, 1 / 32, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2];

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
  const { experimentId } = options;
  const creation: Creation<Run> = {
    create: () => client.runs.create({ ...options, tags: { ...options.tags, [CREATE_KEY_TAG]: key } }),
    find: async () => {
      const found = await all(client.runs.search({ experimentIds: [experimentId], filter, view: "all" }));
      const active = found.filter((run) => !run.isDeleted);
      return active.length > 0 ? active : found;
    },
    isEmpty: ({ status, metrics, params, modelIds }) =>
      status === "RUNNING" && Object.keys({ ...metrics, ...params }).length === 0 && modelIds.length === 0,
    remove: (run) => client.runs.delete(run.runId),
  };
  return createOnce(client, creation, tryBefore);
}

/** As createRunOnce, for a logged model of a run. */
export async function createModelOnce(
  client: MlflowClient,
  key: string,
  options: Parameters<MlflowClient["models"]["create"]>[0] & { sourceRunId: string },
  tryBefore: boolean,
): Promise<LoggedModel> {
  const filter = `source_run_id = '${options.sourceRunId}'`;
  const creation: Creation<LoggedModel> = {
    create: () => client.models.create({ ...options, tags: { ...options.tags, [CREATE_KEY_TAG]: key } }),
    find: async () => {
      const ofRun = await all(client.models.search({ experimentIds: [options.experimentId], filter }));
      return ofRun.filter((model) => model.tags[CREATE_KEY_TAG] === key);
    },
    isEmpty: ({ status }) => status === "PENDING",
    remove: (model) => client.models.delete(model.modelId),
  };
  return createOnce(client, creation, tryBefore);
}

/** As createRunOnce, for a version of a registered model. */
export async function createVersionOnce(
  client: MlflowClient,
  key: string,
  options: CreateModelVersionOptions,
  tryBefore: boolean,
): Promise<ModelVersion> {
  const filter = `name = ${quoted(options.name)} AND tags.\`${CREATE_KEY_TAG}\` = '${key}'`;
  const creation: Creation<ModelVersion> = {
    create: () => client.modelVersions.create({ ...options, tags: { ...options.tags, [CREATE_KEY_TAG]: key } }),
    find: async () => {
      const found = await all(client.modelVersions.search({ filter }));
      // What `search` finds has no aliases, which show what is in use.
      return Promise.all(found.map(({ name, version }) => client.modelVersions.get(name, version)));
    },
    isEmpty: ({ aliases }) => aliases.length === 0,
    remove: ({ name, version }) => client.modelVersions.delete(name, version),
  };
  return createOnce(client, creation, tryBefore);
}

interface Creation<T> {
  create: () => Promise<T>;
  /** All that tries of this key have made. */
  find: () => Promise<T[]>;
  /** Nothing has been put into it. */
  isEmpty: (made: T) => boolean;
  remove: (made: T) => Promise<void>;
}

async function createOnce<T>(client: MlflowClient, creation: Creation<T>, tryBefore: boolean): Promise<T> {
  if (tryBefore) {
    const found = await theOne(creation);
    if (found !== undefined) return found;
  }
  try {
    return await creation.create();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    for (const share of isOver(error) ? [0] : LOOK_AFTER) {
      await pause(share * client.timeoutMs, client.signal);
      const found = await theOne(creation);
      if (found !== undefined) return found;
    }
  }
  const made = await creation.create();
  // Whatever held the first try up may have let both go.
  return (await theOne(creation).catch(() => undefined)) ?? made;
}

/** What tries of this key have made; where there are several, one is kept and the empty ones among the others removed. */
async function theOne<T>({ find, isEmpty, remove }: Creation<T>): Promise<T | undefined> {
  const found = await find();
  const kept = found.find((made) => !isEmpty(made)) ?? found[0];
  for (const made of found) if (made !== kept && isEmpty(made)) await remove(made);
  return kept;
}

/** Whether it may have been carried out, or may yet be. A 429 says that nothing was done. */
function isOutcomeUnknown(error: unknown): error is MlflowError {
  return error instanceof MlflowError && error.isUnavailable && !error.wasNeverSent && error.status !== 429;
}

/** Whether it has been carried out or never will be: MLflow's own fault comes after its work; a gateway knows nothing. */
function isOver(error: MlflowError): boolean {
  return error.status !== undefined && !error.isForeign;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
