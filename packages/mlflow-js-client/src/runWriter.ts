import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";
import { applyOperation } from "./operation.js";
import type { RunOperation } from "./operation.js";
import type { SpoolHeader } from "./spoolJournal.js";
import { SpoolWriter } from "./spoolWriter.js";

/** What the user should know, once each. */
export interface RunWarning {
  /** spooling: the server is away, records go to the spool. refused: the server took a record badly. lost: neither took it. */
  code: "spooling" | "refused" | "lost";
  message: string;
  spoolFolder?: string;
}

/** Where an operation ended up; `modelId` for a logged model that is on the server. */
export interface Receipt {
  stored: "server" | "spool" | "nowhere";
  modelId?: string;
}

export interface RunWriterOptions {
  client: MlflowClient;
  /** With the run's id; also the head of its journal, should it come to that. */
  header: SpoolHeader;
  spoolDir: string | undefined;
  onWarning: (warning: RunWarning) => void;
}

/**
 * Writes a run's operations one after another: to the server until it fails, from then on to the spool. The server's
 * faults are told by warnings and receipts, never thrown: records must not cost a run its result.
 */
export class RunWriter {
  readonly #options: RunWriterOptions;
  /** What could not be stored, or was refused. */
  readonly refused: Error[] = [];
  readonly #warned = new Set<string>();
  #spool: SpoolWriter | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: RunWriterOptions) {
    this.#options = options;
  }

  get spoolFolder(): string | undefined {
    return this.#spool?.folder;
  }

  /** Leaves the server aside from here on. @throws Error when there is no spool, or it can't be opened */
  async startSpooling(cause: Error): Promise<void> {
    const { spoolDir, header } = this.#options;
    if (spoolDir === undefined) throw cause;
    this.#spool = await SpoolWriter.open(spoolDir, header);
    this.#warn({
      code: "spooling",
      message: `MLflow at ${header.trackingUri} does not answer; the run goes on and its records wait in ${this.#spool.folder}. ${cause.message}`,
      spoolFolder: this.#spool.folder,
    });
  }

  /** Never rejects: nobody need wait for it. */
  submit(operation: RunOperation): Promise<Receipt> {
    const result = this.#tail.then(() => this.#write(operation));
    this.#tail = result;
    return result;
  }

  /** Everything submitted so far has been stored or refused. */
  async drain(): Promise<void> {
    await this.#tail;
  }

  async close(): Promise<void> {
    await this.drain();
    await this.#spool?.close();
  }

  async #write(operation: RunOperation): Promise<Receipt> {
    if (this.#spool === undefined) {
      try {
        const { client, header } = this.#options;
        const modelId = await applyOperation(client, header.runId, operation, false);
        return modelId === undefined ? { stored: "server" } : { stored: "server", modelId };
      } catch (error) {
        if (!(error instanceof MlflowError)) return this.#refuse("lost", operation, error as Error);
        const mayYetSucceed = error.isUnavailable || error.isAccessDenied;
        if (!mayYetSucceed) return this.#refuse("refused", operation, error);
        if (this.#options.spoolDir === undefined) return this.#refuse("lost", operation, error);
        try {
          await this.startSpooling(error);
        } catch (spoolError) {
          return this.#refuse("lost", operation, spoolError as Error);
        }
      }
    }
    return this.#keep(operation);
  }

  async #keep(operation: RunOperation): Promise<Receipt> {
    try {
      await this.#spool?.append(operation);
      return { stored: "spool" };
    } catch (error) {
      return this.#refuse("lost", operation, error as Error);
    }
  }

  #refuse(code: "refused" | "lost", operation: RunOperation, error: Error): Receipt {
    this.refused.push(error);
    const what = code === "refused" ? "The server refused" : "Could not store";
    this.#warn({ code, message: `${what} records of kind "${operation.kind}". ${error.message}` });
    return { stored: "nowhere" };
  }

  #warn(warning: RunWarning): void {
    if (this.#warned.has(warning.message)) return;
    this.#warned.add(warning.message);
    this.#options.onWarning(warning);
  }
}
