import type { Artifacts } from "./artifacts.js";
import type { ArtifactFile } from "./content.js";
import type { LoggedModel } from "./entities.js";
import { MlflowError } from "./mlflowError.js";
import { mlmodelFile } from "./mlmodel.js";
import type { ModelSignature } from "./mlmodel.js";
import { pages } from "./restApi.js";
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
  params?: Readonly<Record<string, string>>;
  tags?: Readonly<Record<string, string>>;
  /** The training step or epoch that the model is of. Default 0. */
  step?: number;
}

/** Logged models (MLflow 3): entities of their own, put out by a run. */
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
    sourceRunId?: string;
    params?: Readonly<Record<string, string>>;
    tags?: Readonly<Record<string, string>>;
  }): Promise<LoggedModel> {
    const reply = await this.#api.post("logged-models", {
      experiment_id: options.experimentId,
      name: options.name,
      source_run_id: options.sourceRunId,
      params: toKeyValues(options.params ?? {}),
      tags: toKeyValues(options.tags ?? {}),
    });
    return toModel((reply as { model: WireModel }).model);
  }

  async get(modelId: string): Promise<LoggedModel> {
    const reply = await this.#api.get(`logged-models/${modelId}`, {});
    return toModel((reply as { model: WireModel }).model);
  }

  /** @param options.filter such as "source_run_id = 'abc' AND params.dropout = '0.5'" */
  async *search(options: { experimentIds: readonly string[]; filter?: string }): AsyncGenerator<LoggedModel> {
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      this.#api.postIdempotent("logged-models/search", {
        experiment_ids: options.experimentIds,
        filter: options.filter,
        page_token: pageToken,
      });
    for await (const page of pages(fetchPage)) {
      for (const model of (page as { models?: WireModel[] }).models ?? []) yield toModel(model);
    }
  }

  async logParams(modelId: string, params: Readonly<Record<string, string>>): Promise<void> {
    await this.#api.postIdempotent(`logged-models/${modelId}/params`, { params: toKeyValues(params) });
  }

  async finish(modelId: string, status: "READY" | "FAILED"): Promise<void> {
    const wireStatus = status === "READY" ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED";
    await this.#api.patch(`logged-models/${modelId}`, { model_id: modelId, status: wireStatus });
  }

  /**
   * Uploads the files and an MLmodel file into a PENDING model and makes it READY. When a file can't be read or the
   * server refuses it, the model is marked FAILED; when the server can't be reached it stays PENDING. Safe to repeat.
   */
  async upload(model: LoggedModel, input: ModelInput): Promise<void> {
    try {
      const mlmodel = await mlmodelFile(model, input);
      await this.#artifacts.upload({ modelId: model.modelId }, [...input.files, mlmodel]);
    } catch (error) {
      const mayYetSucceed = error instanceof MlflowError && error.isUnavailable;
      if (!mayYetSucceed) await this.finish(model.modelId, "FAILED").catch(() => undefined); // report the first fault
      throw error;
    }
    await this.finish(model.modelId, "READY");
  }
}
