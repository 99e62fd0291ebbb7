import { batchBody, batchRequests } from "./batch.js";
import type { Batch } from "./batch.js";
import { datasetInputs } from "./datasets.js";
import type { DatasetInput, Metric, Run, RunStatus } from "./entities.js";
import { VIEWS } from "./restApi.js";
import type { RestApi, View } from "./restApi.js";
import { sendBatch } from "./sendBatch.js";
import { toKeyValues, toMetric, toRun } from "./wire.js";
import type { WireMetric, WireRun } from "./wire.js";

export interface CreateRunOptions {
  experimentId: string;
  /** Default: the server makes one up. */
  name?: string;
  tags?: Readonly<Record<string, string>>;
  /** Shows this run below its parent (tag mlflow.parentRunId). */
  parentRunId?: string;
  /** Default: now. */
  startTimeMs?: number;
}

export interface SearchRunsOptions {
  experimentIds: readonly string[];
  /** MLflow's search language, such as "metrics.auc > 0.9 and tags.stage = 'final'". */
  filter?: string;
  /** Such as ["metrics.auc DESC"]. */
  orderBy?: readonly string[];
  view?: View;
  /** Runs a request; at most 50,000. Default 1,000. */
  pageSize?: number;
}

/** What `sampledHistory` takes: the server's limits on one request. */
export interface SampledHistoryOptions {
  /** At most 100. */
  runIds: readonly string[];
  key: string;
  /** From the first to the last step of a stretch; default: the whole history. */
  steps?: { first: number; last: number };
  /** Points a run: 1 to 2,500, the default. */
  maxPoints?: number;
}

/** Runs and what is recorded in them. Every method throws MlflowError when the server refuses or can't be reached. */
export class Runs {
  readonly #api: RestApi;

  constructor(api: RestApi) {
    this.#api = api;
  }

  /** Not repeated when the answer is lost: that could make two. */
  async create(options: CreateRunOptions): Promise<Run> {
    const parent: Record<string, string> =
      options.parentRunId === undefined ? {} : { "mlflow.parentRunId": options.parentRunId };
    const json = {
      experiment_id: options.experimentId,
      run_name: options.name,
      start_time: options.startTimeMs ?? Date.now(),
      tags: toKeyValues({ ...options.tags, ...parent }),
    };
    const reply = await this.#api.post("runs/create", json, "run");
    return toRun((reply as { run: WireRun }).run);
  }

  async get(runId: string): Promise<Run> {
    const reply = await this.#api.get("runs/get", { run_id: runId }, "run");
    return toRun((reply as { run: WireRun }).run);
  }

  /** Pages are fetched as the loop goes on; break ends it. */
  async *search(options: SearchRunsOptions): AsyncGenerator<Run> {
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      this.#api.postIdempotent("runs/search", {
        experiment_ids: options.experimentIds,
        filter: options.filter,
        order_by: options.orderBy,
        run_view_type: VIEWS[options.view ?? "active"],
        max_results: options.pageSize ?? 1000,
        page_token: pageToken,
      });
    yield* this.#api.items("runs", toRun, fetchPage);
  }

  async update(runId: string, changes: { status?: RunStatus; endTimeMs?: number; name?: string }): Promise<void> {
    await this.#api.postIdempotent("runs/update", {
      run_id: runId,
      status: changes.status,
      end_time: changes.endTimeMs,
      run_name: changes.name,
    });
  }

  /** Hides it; can be restored until the server's garbage collection. */
  async delete(runId: string): Promise<void> {
    await this.#api.postIdempotent("runs/delete", { run_id: runId });
  }

  async restore(runId: string): Promise<void> {
    await this.#api.postIdempotent("runs/restore", { run_id: runId });
  }

  /**
   * Any number of metrics, params and tags, in as many requests as the server's limits ask for. Safe to repeat: a
   * point with the same key, step, time and value is stored once (on the SQL stores; the old file store appends).
   * What the server refuses, such as another value for a known param, keeps nothing else from being stored.
   * @throws RangeError before anything is sent when a key or value is too long
   */
  async logBatch(runId: string, batch: Batch): Promise<void> {
    await sendBatch(batchRequests(batch), (request) =>
      this.#api.postIdempotent("runs/log-batch", batchBody(runId, request)),
    );
  }

  async setTags(runId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.logBatch(runId, { tags });
  }

  /** @throws MlflowError when there is no such tag */
  async deleteTag(runId: string, key: string): Promise<void> {
    await this.#api.postIdempotent("runs/delete-tag", { run_id: runId, key });
  }

  /** Every point of one metric, in the server's order: by time, then step. */
  async *metricHistory(runId: string, key: string): AsyncGenerator<Metric> {
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      this.#api.get("metrics/get-history", {
        run_id: runId,
        metric_key: key,
        max_results: 25_000,
        page_token: pageToken,
      });
    yield* this.#api.items("metrics", toMetric, fetchPage);
  }

  /**
   * One metric of many runs, thinned evenly over the steps with the first and last kept: what a plot needs.
   * @returns the points of each run that has any, by its id
   */
  async sampledHistory(options: SampledHistoryOptions): Promise<Map<string, Metric[]>> {
    const { metrics } = (await this.#api.get("metrics/get-history-bulk-interval", {
      run_ids: options.runIds,
      metric_key: options.key,
      start_step: options.steps?.first,
      end_step: options.steps?.last,
      max_results: options.maxPoints,
    })) as { metrics?: (WireMetric & { run_id: string })[] };
    const byRun = new Map<string, Metric[]>();
    for (const { run_id: runId, ...metric } of metrics ?? []) {
      const points = byRun.get(runId);
      if (points === undefined) byRun.set(runId, [toMetric(metric)]);
      else points.push(toMetric(metric));
    }
    return byRun;
  }

  /** @throws RangeError when a digest is longer than 36 characters, or another field than the server takes */
  async logInputs(runId: string, datasets: readonly DatasetInput[]): Promise<void> {
    await this.#api.postIdempotent("runs/log-inputs", { run_id: runId, datasets: datasetInputs(datasets) });
  }

  /** Notes logged models that this run used, such as one that it judges. A model that is already noted stays so. */
  async logInputModels(runId: string, modelIds: readonly string[]): Promise<void> {
    const known = new Set((await this.get(runId)).inputModelIds);
    const added = modelIds.filter((modelId) => !known.has(modelId));
    if (added.length === 0) return;
    await this.#api.post("runs/log-inputs", { run_id: runId, models: added.map((model_id) => ({ model_id })) });
  }

  /** Notes logged models as put out by this run. A model that is already noted stays so. */
  async logOutputs(runId: string, models: readonly { modelId: string; step?: number }[]): Promise<void> {
    const known = new Set((await this.get(runId)).modelIds);
    const added = models.filter((model) => !known.has(model.modelId));
    if (added.length === 0) return;
    await this.#api.post("runs/outputs", {
      run_id: runId,
      models: added.map((model) => ({ model_id: model.modelId, step: model.step ?? 0 })),
    });
  }
}
