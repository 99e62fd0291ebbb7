import { randomUUID } from "node:crypto";
import { checkArtifactPath } from "./artifactPath.js";
import { checkMetric, checkParam, checkTag } from "./batch.js";
import { checkReadable } from "./content.js";
import type { Content } from "./content.js";
import { checkDataset } from "./datasets.js";
import type { DatasetInput, Metric, RunStatus } from "./entities.js";
import { filesUnder } from "./folder.js";
import { imageFiles } from "./images.js";
import type { ImageOptions } from "./images.js";
import { LIMITS } from "./limits.js";
import type { ModelInput } from "./loggedModels.js";
import type { Receipt, RunWriter } from "./runWriter.js";

/** Metrics wait this long for company, so that a loop that logs each step makes one request a second. */
const FLUSH_AFTER_MS = 1000;

export type ParamValue = string | number | boolean | null | undefined;

/**
 * A run while it is being recorded. `params`, `tags` and `metrics` return at once and are sent in the background;
 * what takes a promise is stored, on the server or in the spool, when that resolves. Wrong arguments throw
 * RangeError or TypeError at the call; the server's faults do not throw (see `RunOutcome`).
 */
export class ActiveRun {
  /** The server's id, or "local-…" when the run began without a server. */
  readonly runId: string;
  readonly #writer: RunWriter;
  /** What has been set: MLflow's params can't be changed. */
  readonly #params: Map<string, string>;
  #metrics: Metric[] = [];
  #pendingParams: Record<string, string> = {};
  #pendingTags: Record<string, string> = {};
  #timer: NodeJS.Timeout | undefined;

  /** @internal Use MlflowClient.withRun. */
  constructor(runId: string, writer: RunWriter, knownParams: Readonly<Record<string, string>>) {
    this.runId = runId;
    this.#writer = writer;
    this.#params = new Map(Object.entries(knownParams));
  }

  /**
   * @param params values become text; at most 6,000 characters each
   * @throws RangeError on an unusable name, a value too long, or another value for a param that is set
   */
  params(params: Readonly<Record<string, ParamValue>>): void {
    for (const [key, raw] of Object.entries(params)) {
      const value = String(raw);
      checkParam(key, value);
      const known = this.#params.get(key);
      if (known !== undefined && known !== value) {
        throw new RangeError(
          `Expected param ${key} to stay ${JSON.stringify(known)}. Received: ${JSON.stringify(value)}`,
        );
      }
    }
    for (const [key, raw] of Object.entries(params)) {
      if (this.#params.has(key)) continue;
      this.#params.set(key, String(raw));
      this.#pendingParams[key] = String(raw);
    }
    this.#flushSoon();
  }

  /** @param tags at most 8,000 characters each; may be set again @throws RangeError */
  tags(tags: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(tags)) checkTag(key, value);
    Object.assign(this.#pendingTags, tags);
    this.#flushSoon();
  }

  /** Markdown shown at the top of the run's page; at most 8,000 characters. @throws RangeError */
  note(markdown: string): void {
    this.tags({ "mlflow.note.content": markdown });
  }

  /**
   * One point of each metric; NaN and infinities are kept.
   * @param at.step default 0 @param at.timestampMs default now
   * @throws RangeError on an unusable name, TypeError on a value that is no number
   */
  metrics(values: Readonly<Record<string, number>>, at: { step?: number; timestampMs?: number } = {}): void {
    const step = at.step ?? 0;
    const timestampMs = at.timestampMs ?? Date.now();
    for (const [key, value] of Object.entries(values)) {
      const metric = { key, value, timestampMs, step };
      checkMetric(metric);
      this.#metrics.push(metric);
    }
    if (this.#metrics.length >= LIMITS.metricsPerBatch) this.#cut();
    else this.#flushSoon();
  }

  /** @throws RangeError when a field is longer than the server takes */
  async datasets(datasets: readonly DatasetInput[]): Promise<Receipt> {
    datasets.forEach(checkDataset);
    return this.#submit({ kind: "inputs", datasets: [...datasets] });
  }

  /** @param path such as "figures/roc.png" @throws RangeError on an unusable path; ENOENT and its like for a file */
  async artifact(path: string, content: Content | string): Promise<Receipt> {
    checkArtifactPath(path);
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const files = [{ path, content: bytes }];
    await checkReadable(files);
    return this.#submit({ kind: "artifacts", files });
  }

  /** All files below a folder. @param under where they go; default: the root of the artifacts */
  async artifactFolder(folder: string, under = ""): Promise<Receipt> {
    return this.#submit({ kind: "artifacts", files: await filesUnder(folder, under) });
  }

  /** A PNG in the UI's image grid, one a step. @param key such as "worst/falseNegatives" */
  async image(key: string, png: Uint8Array, options: ImageOptions = {}): Promise<Receipt> {
    const files = imageFiles(key, png, options);
    this.tags({ "mlflow.loggedImages": "True" });
    return this.#submit({ kind: "artifacts", files });
  }

  /** A logged model with its files, READY when stored on the server, and noted as this run's output. */
  async model(model: ModelInput): Promise<Receipt> {
    for (const file of model.files) checkArtifactPath(file.path);
    await checkReadable(model.files);
    return this.#submit({ kind: "model", key: randomUUID(), model });
  }

  /** Everything recorded so far is stored, or has been warned about. */
  async flush(): Promise<void> {
    this.#cut();
    await this.#writer.drain();
  }

  /** @internal */
  async end(status: RunStatus): Promise<void> {
    await this.#submit({ kind: "end", status, endTimeMs: Date.now() });
  }

  #submit(operation: Parameters<RunWriter["submit"]>[0]): Promise<Receipt> {
    this.#cut(); // what was recorded before goes before
    return this.#writer.submit(operation);
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#cut();
    }, FLUSH_AFTER_MS);
  }

  #cut(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [metrics, params, tags] = [this.#metrics, this.#pendingParams, this.#pendingTags];
    if (metrics.length === 0 && Object.keys(params).length === 0 && Object.keys(tags).length === 0) return;
    [this.#metrics, this.#pendingParams, this.#pendingTags] = [[], {}, {}];
    void this.#writer.submit({ kind: "batch", metrics, params, tags });
  }
}
