import { MlflowError } from "./mlflowError.js";
import { toModelVersion, toRegisteredModel } from "./registryEntities.js";
import type { ModelVersion, RegisteredModel, WireModelVersion, WireRegisteredModel } from "./registryEntities.js";
import { checkAlias, checkModelName, checkRegistryTags } from "./registryNames.js";
import type { RestApi } from "./restApi.js";
import { toKeyValues } from "./wire.js";

export interface CreateRegisteredModelOptions {
  /** Unique in the registry; no "/" and ":". */
  name: string;
  /** Markdown. */
  description?: string;
  /** Values of at most 100,000 characters. */
  tags?: Readonly<Record<string, string>>;
}

export interface SearchRegistryOptions {
  /** MLflow's search language, such as "name LIKE 'bones%' AND tags.stage = 'final'". */
  filter?: string;
  /** Such as ["last_updated_timestamp DESC"]. Default: by name. */
  orderBy?: readonly string[];
  /** A request's share: at most 1,000 models, or 200,000 versions. Default 1,000. */
  pageSize?: number;
}

/**
 * Registered models: names under which the registry keeps versions. Every method throws RangeError on a name or value that
 * MLflow would refuse, before anything is sent, and MlflowError (RESOURCE_DOES_NOT_EXIST for an unknown name).
 */
export class RegisteredModels {
  readonly #api: RestApi;

  constructor(api: RestApi) {
    this.#api = api;
  }

  /** Not repeated when the answer is lost. @throws MlflowError RESOURCE_ALREADY_EXISTS */
  async create(options: CreateRegisteredModelOptions): Promise<RegisteredModel> {
    checkModelName(options.name);
    checkRegistryTags(options.tags ?? {});
    const { name, description, tags = {} } = options;
    const json = { name, description, tags: toKeyValues(tags) };
    return modelIn(await this.#api.post("registered-models/create", json, MODEL));
  }

  async get(name: string): Promise<RegisteredModel> {
    return modelIn(await this.#api.get("registered-models/get", { name }, MODEL));
  }

  /** The model of that name, created when there is none. Safe when many ask at once. One that exists keeps what it has. */
  async getOrCreate(options: CreateRegisteredModelOptions): Promise<RegisteredModel> {
    checkModelName(options.name);
    try {
      return await this.get(options.name);
    } catch (error) {
      if (!(error instanceof MlflowError) || error.errorCode !== "RESOURCE_DOES_NOT_EXIST") throw error;
    }
    try {
      return await this.create(options);
    } catch (error) {
      // Another process was faster, or our own create succeeded and its answer was lost.
      const created = await this.get(options.name).catch(() => undefined);
      if (created === undefined) throw error;
      return created;
    }
  }

  /** @param changes.description Markdown; "" takes it away */
  async update(name: string, changes: { description: string }): Promise<RegisteredModel> {
    const json = { name, description: changes.description };
    return modelIn(await this.#api.patch("registered-models/update", json, MODEL));
  }

  /** Its versions, tags and aliases go with it. @throws MlflowError RESOURCE_ALREADY_EXISTS when the name is taken */
  async rename(name: string, newName: string): Promise<RegisteredModel> {
    checkModelName(newName);
    return modelIn(await this.#api.post("registered-models/rename", { name, new_name: newName }, MODEL));
  }

  /** For good, with all its versions; the runs and logged models that they came from stay. */
  async delete(name: string): Promise<void> {
    await this.#api.delete("registered-models/delete", { name });
  }

  /** Pages are fetched as the loop goes on; break ends it. */
  async *search(options: SearchRegistryOptions = {}): AsyncGenerator<RegisteredModel> {
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      this.#api.get("registered-models/search", {
        filter: options.filter,
        order_by: options.orderBy,
        max_results: options.pageSize ?? 1000,
        page_token: pageToken,
      });
    yield* this.#api.items("registered_models", toRegisteredModel, fetchPage);
  }

  /** One request a tag. @param tags values of at most 100,000 characters */
  async setTags(name: string, tags: Readonly<Record<string, string>>): Promise<void> {
    checkRegistryTags(tags);
    for (const [key, value] of Object.entries(tags)) {
      await this.#api.postIdempotent("registered-models/set-tag", { name, key, value });
    }
  }

  /** A tag that isn't there is no fault. */
  async deleteTag(name: string, key: string): Promise<void> {
    await this.#api.delete("registered-models/delete-tag", { name, key });
  }

  /** Points an alias to a version; it leaves the version that had it. @param alias such as "champion" */
  async setAlias(name: string, alias: string, version: number): Promise<void> {
    checkAlias(alias);
    await this.#api.postIdempotent("registered-models/alias", { name, alias, version: String(version) });
  }

  /** An alias that isn't there is no fault. */
  async deleteAlias(name: string, alias: string): Promise<void> {
    await this.#api.delete("registered-models/alias", { name, alias });
  }

  /** The version that an alias points to. @throws MlflowError when there is no such alias */
  async getByAlias(name: string, alias: string): Promise<ModelVersion> {
    const reply = await this.#api.get("registered-models/alias", { name, alias }, "model_version");
    return toModelVersion((reply as { model_version: WireModelVersion }).model_version);
  }

  /** The newest version; undefined when there is none. */
  async latestVersion(name: string): Promise<ModelVersion | undefined> {
    // The endpoint answers with the newest of each of MLflow's deprecated stages; the newest of these is the newest of all.
    const reply = await this.#api.postIdempotent("registered-models/get-latest-versions", { name });
    const { model_versions: versions } = reply as { model_versions?: WireModelVersion[] };
    return (versions ?? []).map(toModelVersion).sort((a, b) => b.version - a.version)[0];
  }
}

const MODEL = "registered_model";

function modelIn(reply: object): RegisteredModel {
  return toRegisteredModel((reply as { registered_model: WireRegisteredModel }).registered_model);
}
