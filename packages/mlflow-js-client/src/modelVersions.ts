import { checkRelativePath } from "./artifactPath.js";
import type { SearchRegistryOptions } from "./registeredModels.js";
import { toModelVersion } from "./registryEntities.js";
import type { ModelVersion, WireModelVersion } from "./registryEntities.js";
import { checkModelName, checkRegistryTags } from "./registryNames.js";
import type { RestApi } from "./restApi.js";
import { pause } from "./retry.js";
import { toKeyValues } from "./wire.js";
import type { WireRun } from "./wire.js";

/** Where a version's files come from: a logged model, or a folder of a run's artifacts. */
export type VersionSource = { modelId: string } | { runId: string; path: string };

export interface CreateModelVersionOptions {
  /** Of a registered model that exists. */
  name: string;
  source: VersionSource;
  /** Markdown. */
  description?: string;
  /** Values of at most 100,000 characters. */
  tags?: Readonly<Record<string, string>>;
}

/** How long a registration may take: copies of large models by some stores take minutes. */
const READY_WITHIN_MS = 300_000;
const ASK_EVERY_MS = 500;

/**
 * Versions of registered models. Every method throws RangeError on a value that MLflow would refuse, before anything is
 * sent, and MlflowError (RESOURCE_DOES_NOT_EXIST for an unknown name or version).
 */
export class ModelVersions {
  readonly #api: RestApi;

  constructor(api: RestApi) {
    this.#api = api;
  }

  /**
   * Not repeated when the answer is lost: that could make two. `MlflowClient.registerModel` makes one for certain.
   * @throws MlflowError INVALID_PARAMETER_VALUE when the run or logged model isn't there
   */
  async create(options: CreateModelVersionOptions): Promise<ModelVersion> {
    checkModelName(options.name);
    checkRegistryTags(options.tags ?? {});
    if ("path" in options.source) checkRelativePath(options.source.path);
    const { name, description, tags = {} } = options;
    const json = { name, ...(await this.#wireSource(options.source)), description, tags: toKeyValues(tags) };
    return versionIn(await this.#api.post("model-versions/create", json, VERSION));
  }

  async get(name: string, version: number): Promise<ModelVersion> {
    return versionIn(await this.#api.get("model-versions/get", { name, version }, VERSION));
  }

  /** @param changes.description Markdown; "" takes it away */
  async update(name: string, version: number, changes: { description: string }): Promise<ModelVersion> {
    const { description } = changes;
    const json = { name, version: String(version), description };
    return versionIn(await this.#api.patch("model-versions/update", json, VERSION));
  }

  /** For good; the run or logged model that it came from stays. Its aliases go with it. */
  async delete(name: string, version: number): Promise<void> {
    await this.#api.delete("model-versions/delete", { name, version: String(version) });
  }

  /**
   * Pages are fetched as the loop goes on; break ends it.
   * @param options.filter such as "name = 'bones' AND tags.stage = 'final'", "run_id = '…'"
   */
  async *search(options: SearchRegistryOptions = {}): AsyncGenerator<ModelVersion> {
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      this.#api.get("model-versions/search", {
        filter: options.filter,
        order_by: options.orderBy,
        max_results: options.pageSize ?? 1000,
        page_token: pageToken,
      });
    yield* this.#api.items("model_versions", toModelVersion, fetchPage);
  }

  /** One request a tag. @param tags values of at most 100,000 characters */
  async setTags(name: string, version: number, tags: Readonly<Record<string, string>>): Promise<void> {
    checkRegistryTags(tags);
    for (const [key, value] of Object.entries(tags)) {
      await this.#api.postIdempotent("model-versions/set-tag", { name, version: String(version), key, value });
    }
  }

  /** A tag that isn't there is no fault. */
  async deleteTag(name: string, version: number, key: string): Promise<void> {
    await this.#api.delete("model-versions/delete-tag", { name, version: String(version), key });
  }

  /** The artifact folder with its files, such as mlflow-artifacts:/1/models/m-…/artifacts. */
  async downloadUri(name: string, version: number): Promise<string> {
    const reply = await this.#api.get("model-versions/get-download-uri", { name, version }, "artifact_uri");
    return (reply as { artifact_uri: string }).artifact_uri;
  }

  /**
   * The version once its registration has ended well; MLflow's own stores register at once.
   * @param within.timeoutMs default 5 minutes
   * @throws Error when the registration failed, or has not ended in time
   */
  async waitUntilReady(name: string, version: number, within: { timeoutMs?: number } = {}): Promise<ModelVersion> {
    const timeoutMs = within.timeoutMs ?? READY_WITHIN_MS;
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const found = await this.get(name, version);
      if (found.status === "READY") return found;
      const what = `Expected version ${version} of ${name} to become READY`;
      if (found.status === "FAILED_REGISTRATION") throw new Error(`${what}. It failed: ${found.statusMessage}`);
      if (performance.now() >= deadline) throw new Error(`${what} within ${timeoutMs} ms. It is ${found.status}`);
      await pause(ASK_EVERY_MS, this.#api.transport.signal);
    }
  }

  /** A run's folder by its place, as the Python client does: the server would keep runs:/… as it is. */
  async #wireSource(source: VersionSource): Promise<object> {
    if ("modelId" in source) return { source: `models:/${source.modelId}`, model_id: source.modelId };
    const { run } = (await this.#api.get("runs/get", { run_id: source.runId }, "run")) as { run: WireRun };
    return { source: `${run.info.artifact_uri ?? ""}/${source.path}`, run_id: source.runId };
  }
}

const VERSION = "model_version";

function versionIn(reply: object): ModelVersion {
  return toModelVersion((reply as { model_version: WireModelVersion }).model_version);
}
