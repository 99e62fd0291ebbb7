import { randomUUID } from "node:crypto";
import { checkArtifactPath } from "./artifactPath.js";
import { checkMetric, checkParam, checkTag } from "./batch.js";
import { checkReadable } from "./content.js";
import type { ArtifactFile, Content } from "./content.js";
import { checkDataset } from "./datasets.js";
import type { DatasetInput, Metric } from "./entities.js";
import { figureFiles } from "./figures.js";
import type { FigureForms } from "./figures.js";
import { filesUnder } from "./folder.js";
import { imageFiles } from "./images.js";
import type { ImageOptions } from "./images.js";
import type { ModelInput } from "./loggedModels.js";
import { checkInputExample } from "./mlmodel.js";
import type { RecordQueue } from "./recordQueue.js";
import { checkRegistration } from "./registerModel.js";
import type { Registration } from "./registerModel.js";
import type { RunTables } from "./runTables.js";
import type { Receipt } from "./runWriter.js";
import { isStream, withStreamedFile } from "./streamedFile.js";
import type { ContentStream } from "./streamedFile.js";
import type { TableRow } from "./tables.js";

export type ParamValue = string | number | boolean | null | undefined;

/**
 * A run while it is being recorded. `params`, `tags` and `metrics` return at once and are sent in the background;
 * what takes a promise is stored, on the server or in the spool, when that resolves. Wrong arguments throw
 * RangeError or TypeError at the call; the server's faults do not throw (see `RunOutcome`).
 */
export class ActiveRun {
  /** The server's id, or "local-…" when the run began without a server. */
  readonly runId: string;
  readonly #queue: RecordQueue;
  /** What has been set: MLflow's params can't be changed. */
  readonly #params: Map<string, string>;
  readonly #tables: RunTables;
  #hasImages = false;

  /** @internal Use MlflowClient.withRun. */
  constructor(
    runId: string,
    queue: RecordQueue,
    known: { params: Readonly<Record<string, string>>; tables: RunTables },
  ) {
    this.runId = runId;
    this.#queue = queue;
    this.#params = new Map(Object.entries(known.params));
    this.#tables = known.tables;
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
      this.#queue.param(key, String(raw));
    }
  }

  /** @param tags at most 8,000 characters each; may be set again @throws RangeError */
  tags(tags: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(tags)) checkTag(key, value);
    for (const [key, value] of Object.entries(tags)) this.#queue.tag(key, value);
  }

  /** Markdown shown at the top of the run's page; at most 8,000 characters. @throws RangeError */
  note(markdown: string): void {
    this.tags({ "mlflow.note.content": markdown });
  }

  /**
   * One point of each metric; NaN and infinities are kept. When one of them is wrong, none is recorded.
   * @param at.step default 0 @param at.timestampMs default now
   * @param at.modelId also counts for this logged model @param at.dataset what it was measured on
   * @throws RangeError on an unusable name, TypeError on a value that is no number
   */
  metrics(values: Readonly<Record<string, number>>, at: Partial<Omit<Metric, "key" | "value">> = {}): void {
    const point = { ...at, step: at.step ?? 0, timestampMs: at.timestampMs ?? Date.now() };
    const metrics: Metric[] = [];
    for (const [key, value] of Object.entries(values)) {
      const metric = { ...point, key, value };
      checkMetric(metric);
      metrics.push(metric);
    }
    for (const metric of metrics) this.#queue.metric(metric);
  }

  /** @throws RangeError when a field is longer than the server takes */
  async datasets(datasets: readonly DatasetInput[]): Promise<Receipt> {
    datasets.forEach(checkDataset);
    return this.#queue.submit({ kind: "inputs", datasets: [...datasets] });
  }

  /**
   * @param path such as "figures/roc.png"; its ending tells the content type
   * @param content bytes, text, `{ file }`, or a stream, which passes through a temporary file
   * @throws RangeError on an unusable path; ENOENT and its like for a file; the stream's own error
   */
  async artifact(path: string, content: Content | string | ContentStream): Promise<Receipt> {
    checkArtifactPath(path);
    if (typeof content === "string") return this.#artifacts([{ path, content: Buffer.from(content) }]);
    if (isStream(content)) return withStreamedFile(content, (file) => this.#artifacts([{ path, content: file }]));
    // Bytes are handed over at once, to lie on disk if need be: a loop that never awaits would hold all of them.
    if (!(content instanceof Uint8Array)) await checkReadable([{ path, content }]);
    return this.#artifacts([{ path, content }]);
  }

  /** A text such as "notes.md". @throws RangeError on an unusable path */
  async text(path: string, text: string): Promise<Receipt> {
    return this.artifact(path, text);
  }

  /** A value as indented JSON. @throws RangeError on an unusable path, TypeError on what JSON can't hold (cycles, bigint) */
  async json(path: string, value: object): Promise<Receipt> {
    const text = JSON.stringify(value, null, 2) as string | undefined; // undefined of undefined and of functions
    if (text === undefined) throw new TypeError(`Expected a JSON value for ${path}. Received: ${typeof value}`);
    return this.artifact(path, `${text}\n`);
  }

  /** figures/<name>.png, .svg, .html and .json: whichever are given. @throws RangeError on an unusable name, or no form */
  async figure(name: string, forms: FigureForms): Promise<Receipt> {
    return this.#artifacts(figureFiles(name, forms));
  }

  /**
   * Rows of a table that the UI shows and Python's `load_table` reads; called again, it appends. Each call sends the
   * whole table: better many rows a call than many calls.
   * @param path such as "predictions.json"
   * @throws RangeError unless the path ends in .json; MlflowError when the run was taken up by its id and the rows that
   *   it may have on the server can't be read, Error when it could not be asked
   */
  async table(path: string, rows: readonly TableRow[]): Promise<Receipt> {
    const { files, tag } = await this.#tables.append(path, rows);
    this.tags(tag);
    return this.#artifacts(files);
  }

  /**
   * All files below a folder.
   * @param under where they go; default: the root of the artifacts
   * @throws RangeError on a name that MLflow would refuse or change, before anything is sent; ENOENT and its like
   */
  async artifactFolder(folder: string, under = ""): Promise<Receipt> {
    return this.#artifacts(await filesUnder(folder, under));
  }

  /** A PNG in the UI's image grid, one a step. @param key such as "worst/falseNegatives" */
  async image(key: string, png: Uint8Array, options: ImageOptions = {}): Promise<Receipt> {
    const files = imageFiles(key, png, options);
    if (!this.#hasImages) this.tags({ "mlflow.loggedImages": "True" });
    this.#hasImages = true;
    return this.#artifacts(files);
  }

  /**
   * A logged model with its files, READY when stored on the server, and noted as this run's output.
   * @param options.register also makes it a version of a registered model, such as { name: "bones", aliases: ["champion"] };
   *   by way of the spool, the aliases move when it is sent
   * @throws RangeError on an unusable path, an input example that is none of the files, or a name or alias that MLflow
   *   would refuse; ENOENT and its like for a file
   */
  async model(model: ModelInput, options: { register?: Registration } = {}): Promise<Receipt> {
    const { register } = options;
    for (const file of model.files) checkArtifactPath(file.path);
    checkInputExample(model);
    if (register !== undefined) checkRegistration(register);
    const onDisk = model.files.filter(({ content }) => !(content instanceof Uint8Array));
    if (onDisk.length > 0) await checkReadable(onDisk);
    return this.#queue.submit({ kind: "model", key: randomUUID(), model, ...(register && { register }) });
  }

  /** Everything recorded so far is stored, or has been warned about. Holds a loop to the server's pace. */
  async flush(): Promise<void> {
    await this.#queue.drain();
  }

  async #artifacts(files: ArtifactFile[]): Promise<Receipt> {
    for (const { path } of files) checkArtifactPath(path); // a fault of the caller's, which throws
    return this.#queue.submit({ kind: "artifacts", files });
  }
}
