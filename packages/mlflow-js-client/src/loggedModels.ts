import type { Artifacts } from "./artifacts.js";
import { checkParam, checkTag } from "./batch.js";
import type { ArtifactFile } from "./content.js";
import type { LoggedModel } from "./entities.js";
import { mayYetSucceed } from "./mayYetSucceed.js";
import { mlmodelFile } from "./mlmodel.js";
import type { InputExample, ModelSignature } from "./mlmodel.js";
import type { RestApi } from "./restApi.js";
import { toKeyValues, toModel } from "./wire.js";
import type { WireModel } from "./wire.js";

/** A model to be kept: its files and what to know of it. */
export interface ModelInput {
  /** Shown in the UI; need not be unique. No "/", ":", ".", "%", quotes. */
  name: string;
  /** Below the model's own artifact folder. An MLmodel file is added. */
  files: readonly ArtifactFile[];
  /** MLmodel flavors: how to load it, such as { tfjs: { model: "model.json" } }. */
  flavors: Readonly<Record<string, object>>;
  signature?: ModelSignature;
  /** An input for trying the model, which Python's `load_input_example` reads. */
  inputExample?: InputExample;
  /** Free text such as "classifier". */
  modelType?: string;
  params?: Readonly<Record<string, string>>;
  tags?: Readonly<Record<string, string>>;
  /** The training step or epoch that the model is of. Default 0. */
  step?: number;
}

export interface SearchModelsOptions {
  experimentIds: readonly string[];
  /** Such as "source_run_id = 'abc' AND params.dropout = '0.5'", or "metrics.auc > 0.9". */
  filter?: string;
  /** Only metrics measured on these count in `filter`. */
  datasets?: readonly { name: string; digest?: string }[];
  /** Such as [{ field: "metrics.auc", descending: true }]. Default: the newest first. */
  orderBy?: readonly { field: string; descending?: boolean; dataset?: { name: string; digest?: string } }[];
  /** Models a request; default 50. */
  pageSize?: number;
}

/**
 * Logged models (MLflow 3): entities of their own, put out by a run. Their metrics are logged by the run that measured them:
 * `runs.logBatch` with the metric's `modelId` and `dataset`. Every method throws MlflowError when the server refuses or
 * can't be reached.
 */
export class LoggedModels {
  readonly #api: RestApi;
  readonly #artifacts: Artifacts;

  constructor(api: RestApi, artifacts: Artifacts) {
    this.#api = api;
    this.#artifacts = artifacts;
  }

  /** An empty model, PENDING until `finish`. Not repeated when the answer is lost. */
  async create(options: {
    experimentId: string;
    name: string;
    modelType?: string;
    sourceRunId?: string;
    params?: Readonly<Record<string, string>>;
    tags?: Readonly<Record<string, string>>;
  }): Promise<LoggedModel> {
    const json = {
      experiment_id: options.experimentId,
      name: options.name,
      model_type: options.modelType,
      source_run_id: options.sourceRunId,
      params: toKeyValues(options.params ?? {}),
      tags: toKeyValues(options.tags ?? {}),
    };
    const reply = await this.#api.post("logged-models", json, "model");
    return toModel((reply as { model: WireModel }).model);
  }

  async get(modelId: string): Promise<LoggedModel> {
    const reply = await this.#api.get(`logged-models/${modelId}`, {}, "model");
    return toModel((reply as { model: WireModel }).model);
  }

  /** Deleted ones are left out. Pages are fetched as the loop goes on; break ends it. */
  async *search(options: SearchModelsOptions): AsyncGenerator<LoggedModel> {
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      this.#api.postIdempotent("logged-models/search", {
        experiment_ids: options.experimentIds,
        filter: options.filter,
        datasets: options.datasets?.map(({ name, digest }) => ({ dataset_name: name, dataset_digest: digest })),
        order_by: options.orderBy?.map(({ field, descending, dataset }) => ({
          field_name: field,
          ascending: descending !== true,
          dataset_name: dataset?.name,
          dataset_digest: dataset?.digest,
        })),
        max_results: options.pageSize,
        page_token: pageToken,
      });
    yield* this.#api.items("models", toModel, fetchPage);
  }

  /** @throws RangeError on an unusable name or a value past 6,000 characters; MlflowError on another value for a known param */
  async logParams(modelId: string, params: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(params)) checkParam(key, value);
    const json = { model_id: modelId, params: toKeyValues(params) };
    await this.#api.postIdempotent(`logged-models/${modelId}/params`, json);
  }

  /** @param tags at most 8,000 characters each; may be set again @throws RangeError */
  async setTags(modelId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(tags)) checkTag(key, value);
    await this.#api.patch(`logged-models/${modelId}/tags`, { tags: toKeyValues(tags) });
  }

  /** @throws MlflowError when there is no such tag; RangeError on a key with "/", which MLflow can set but not delete */
  async deleteTag(modelId: string, key: string): Promise<void> {
    if (key.includes("/")) throw new RangeError(`Expected a tag name without "/". Received: ${JSON.stringify(key)}`);
    await this.#api.delete(`logged-models/${modelId}/tags/${encodeURIComponent(key)}`, {});
  }

  /**
   * Hides it from `search` and `get`; MLflow has no way back. Its files stay until the server's garbage collection, and
   * a registered version made from it stays usable.
   */
  async delete(modelId: string): Promise<void> {
    await this.#api.delete(`logged-models/${modelId}`, {});
  }

  async finish(modelId: string, status: "READY" | "FAILED"): Promise<void> {
    const wireStatus = status === "READY" ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED";
    await this.#api.patch(`logged-models/${modelId}`, { model_id: modelId, status: wireStatus });
  }

  /**
   * Uploads the files and an MLmodel file into a PENDING model and makes it READY. When a file can't be read or the
   * server refuses it, the model is marked FAILED; when the server can't be reached or wants other credentials it stays
   * PENDING. Safe to repeat.
   */
  async upload(model: LoggedModel, input: ModelInput): Promise<void> {
    try {
      const mlmodel = await mlmodelFile(model, input);
      await this.#artifacts.upload({ modelId: model.modelId }, [...input.files, mlmodel]);
    } catch (error) {
      if (!mayYetSucceed(error)) await this.finish(model.modelId, "FAILED").catch(() => undefined); // report the first fault
      throw error;
    }
    await this.finish(model.modelId, "READY");
  }
}
