import { randomUUID } from "node:crypto";
import { createVersionOnce } from "./createOnce.js";
import type { MlflowClient } from "./mlflowClient.js";
import type { VersionSource } from "./modelVersions.js";
import type { ModelVersion } from "./registryEntities.js";
import { checkAlias, checkModelName, checkRegistryTags, quoted } from "./registryNames.js";

/** A registered model to be given a new version. */
export interface Registration {
  /** Of the registered model; created when there is none. No "/", ":" and "'". */
  name: string;
  /** Aliases that shall point to the new version, such as ["champion"]; they leave the version that had them. */
  aliases?: readonly string[];
  /** Of the version: Markdown. */
  description?: string;
  /** Of the version: values of at most 100,000 characters. */
  tags?: Readonly<Record<string, string>>;
}

/** @throws RangeError on what MLflow would refuse */
export function checkRegistration(registration: Registration): void {
  checkModelName(registration.name);
  quoted(registration.name); // by which a repeated try is found
  checkRegistryTags(registration.tags ?? {});
  for (const alias of registration.aliases ?? []) checkAlias(alias);
}

/**
 * Makes a version of a registered model, waits until it is READY and points the aliases to it.
 * @param key repeating the registration with the same key finds the version that the first try made
 * @param triedBefore a try of this key may have gone out earlier
 */
export async function registerModel(
  client: MlflowClient,
  source: VersionSource,
  registration: Registration,
  key: string = randomUUID(),
  triedBefore = false,
): Promise<ModelVersion> {
  checkRegistration(registration);
  const { name, aliases, description, tags } = registration;
  await client.registeredModels.getOrCreate({ name });
  const options = { name, source, ...(description !== undefined && { description }), ...(tags && { tags }) };
  const { version } = await createVersionOnce(client, key, options, triedBefore);
  const ready = await client.modelVersions.waitUntilReady(name, version);
  if (aliases === undefined || aliases.length === 0) return ready;
  for (const alias of aliases) await client.registeredModels.setAlias(name, alias, version);
  return client.modelVersions.get(name, version);
}
