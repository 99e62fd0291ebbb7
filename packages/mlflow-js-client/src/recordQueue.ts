import type { Metric } from "./entities.js";
import { LIMITS } from "./limits.js";
import type { RunOperation } from "./operation.js";
import type { Receipt, RunWriter } from "./runWriter.js";

/** Records wait this long for company, so that a loop that logs each step makes one request a second. */
const FLUSH_AFTER_MS = 1000;

/** Gathers a run's metrics, params and tags into batches, and keeps them in order with all else that the run records. */
export class RecordQueue {
  readonly #writer: RunWriter;
  #metrics: Metric[] = [];
  #params = new Map<string, string>();
  #tags = new Map<string, string>();
  #records = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(writer: RunWriter) {
    this.#writer = writer;
  }

  /** @throws Error when the run has ended */
  metric(metric: Metric): void {
    this.#note();
    this.#metrics.push(metric);
    this.#cutIfFull();
  }

  /** @throws Error when the run has ended */
  param(key: string, value: string): void {
    this.#note();
    this.#params.set(key, value);
    this.#cutIfFull();
  }

  /** @throws Error when the run has ended */
  tag(key: string, value: string): void {
    this.#note();
    this.#tags.set(key, value);
    this.#cutIfFull();
  }

  /** After all that was recorded before. @throws Error when the run has ended */
  submit(operation: RunOperation): Promise<Receipt> {
    this.#checkOpen();
    this.#cut();
    return this.#writer.submit(operation);
  }

  /** Everything recorded so far is stored, or has been warned about. */
  async drain(): Promise<void> {
    this.#cut();
    await this.#writer.drain();
  }

  #cutIfFull(): void {
    if (this.#records >= LIMITS.metricsPerBatch) this.#cut();
  }

  /** Hands over what has gathered. */
  #cut(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#records === 0) return;
    const [params, tags] = [Object.fromEntries(this.#params), Object.fromEntries(this.#tags)];
    const batch = { metrics: this.#metrics, params, tags };
    [this.#metrics, this.#params, this.#tags, this.#records] = [
      [],
      new Map<string, string>(),
      new Map<string, string>(),
      0,
    ];
    void this.#writer.submit({ kind: "batch", ...batch });
  }

  async end(operation: RunOperation & { kind: "end" }): Promise<void> {
    const stored = this.submit(operation);
    this.#isClosed = true;
    await stored;
  }

  /** Synchronous, for a process that exits now: what has gathered, and the end if there was none, go where they can. */
  saveAtExit(end: RunOperation & { kind: "end" }, error: string | undefined): void {
    if (!this.#isClosed) {
      if (error !== undefined) this.tag("error", error);
      void this.submit(end);
      this.#isClosed = true;
    }
    this.#writer.saveAtExit();
  }

  #note(): void {
    this.#checkOpen();
    this.#records++;
    this.#timer ??= setTimeout(() => {
      this.#cut();
    }, FLUSH_AFTER_MS);
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new Error("Expected a run that goes on. Received: a record for a run that has ended");
  }
}
