import { Backlog } from "./backlog.js";
import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";
import { applyOperation } from "./operation.js";
import type { RunOperation } from "./operation.js";
import type { ModelVersion } from "./registryEntities.js";
import { sendJournal } from "./sendJournal.js";
import { spoolAtExit } from "./spoolAtExit.js";
import { removeSpooledRun } from "./spoolFolders.js";
import type { SpoolHeader } from "./spoolJournal.js";
import { SpoolWriter } from "./spoolWriter.js";

/** What the user should know, once each. */
export interface RunWarning {
  /**
   * spooling: the server is away, records go to the spool. caughtUp: it is back, and all that waited is there.
   * refused: the server took a record badly. lost: neither server nor spool took it.
   */
  code: "spooling" | "caughtUp" | "refused" | "lost";
  message: string;
  spoolFolder?: string;
}

/** Where an operation ended up; `modelId` for a logged model that is on the server, `modelVersion` if it was registered. */
export interface Receipt {
  stored: "server" | "spool" | "nowhere";
  modelId?: string;
  modelVersion?: ModelVersion;
}

export interface RunWriterOptions {
  client: MlflowClient;
  /** With the run's id; also the head of its journal, should it come to that. */
  header: SpoolHeader;
  spoolDir: string | undefined;
  /** How long to leave a server alone that did not answer. */
  spoolRetryMs: number;
  onWarning: (warning: RunWarning) => void;
}

/**
 * Writes a run's operations one after another: to the server while it answers, else to the spool. When the server is
 * back, what waits in the spool goes first. The server's faults are told by warnings and receipts, never thrown: records
 * must not cost a run its result.
 */
export class RunWriter {
  readonly #options: RunWriterOptions;
  /** What could not be stored, or was refused. */
  readonly refused: Error[] = [];
  readonly #warned = new Set<string>();
  readonly #backlog: Backlog;
  #header: SpoolHeader;
  #spool: SpoolWriter | undefined;
  /** When the server may be asked again. */
  #askAtMs = 0;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: RunWriterOptions) {
    this.#options = options;
    this.#header = options.header;
    this.#backlog = new Backlog(options.spoolDir);
  }

  /** The server's, once the run is there. */
  get runId(): string {
    return this.#header.runId;
  }

  /** Undefined while everything is on the server. */
  get spoolFolder(): string | undefined {
    return this.#spool?.folder;
  }

  /** Leaves the server aside for a while. @throws Error when there is no spool, or it can't be opened */
  async startSpooling(cause: Error): Promise<void> {
    const { spoolDir, spoolRetryMs } = this.#options;
    if (spoolDir === undefined) throw cause;
    this.#spool = await SpoolWriter.open(spoolDir, this.#header);
    this.#askAtMs = Date.now() + spoolRetryMs;
    this.#warn({
      code: "spooling",
      message: `MLflow at ${this.#header.trackingUri} does not answer; the run goes on and its records wait in ${this.#spool.folder}. ${cause.message}`,
      spoolFolder: this.#spool.folder,
    });
  }

  /** Never rejects: nobody need wait for it. */
  submit(operation: RunOperation): Promise<Receipt> {
    this.#backlog.push(operation);
    const result = this.#tail.then(() => this.#writeOldest());
    this.#tail = result;
    return result;
  }

  /** Everything submitted so far has been stored or refused. */
  async drain(): Promise<void> {
    await this.#tail;
  }

  /** Stores what is left and asks the server once more, if it was away. */
  async close(): Promise<void> {
    await this.drain();
    if (this.#spool !== undefined) await this.#catchUp();
    await this.#spool?.close();
    this.#backlog.close();
  }

  /** Synchronous, for a process that exits now: what waits goes to the spool, if there is one. */
  saveAtExit(): void {
    const { spoolDir } = this.#options;
    if (this.#backlog.isEmpty) return;
    const lost = `Run ${this.runId} was not closed, and its last records are lost: the process exited in mid-run.`;
    if (spoolDir === undefined) {
      this.#warn({ code: "lost", message: `${lost} With a spool they would be kept.` });
      return;
    }
    try {
      spoolAtExit(spoolDir, this.#header, this.#backlog.all());
    } catch (error) {
      this.#warn({ code: "lost", message: `${lost} ${String(error)}` });
    }
  }

  async #writeOldest(): Promise<Receipt> {
    try {
      return await this.#write(this.#backlog.peek());
    } catch (error) {
      return this.#refuse("lost", undefined, error as Error); // the backlog's own file can't be read
    } finally {
      this.#backlog.shift(); // not before: until it is stored, an exiting process must find it here
    }
  }

  async #write(operation: RunOperation): Promise<Receipt> {
    if (this.#spool !== undefined && Date.now() >= this.#askAtMs) await this.#catchUp();
    if (this.#spool === undefined) {
      try {
        return { stored: "server", ...(await applyOperation(this.#options.client, this.runId, operation, false)) };
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

  /** Sends what waits in the spool, if the server answers, and leaves the spool if all of it could be sent. */
  async #catchUp(): Promise<void> {
    const { client, spoolDir, spoolRetryMs } = this.#options;
    if (this.#spool === undefined || spoolDir === undefined) return;
    const { version, trackingUri, runId: name } = this.#header;
    try {
      if (!(await client.isReachable())) return;
      const { state, runId } = await sendJournal({ client, spoolDir, endAbandoned: false }, name);
      if (state !== "sent" || runId === undefined) return;
      await removeSpooledRun(spoolDir, name); // and the lock with it
      this.#spool = undefined;
      this.#header = { version, trackingUri, runId, spooledAtMs: Date.now() }; // created by now
      this.#warned.clear();
      this.#warn({ code: "caughtUp", message: `MLflow at ${trackingUri} answers again; all that waited is there.` });
    } catch {
      // the spool's disk is in trouble: what is there stays, and the next append will tell
    } finally {
      this.#askAtMs = Date.now() + spoolRetryMs;
    }
  }

  async #keep(operation: RunOperation): Promise<Receipt> {
    try {
      await this.#spool?.append(operation);
      return { stored: "spool" };
    } catch (error) {
      return this.#refuse("lost", operation, error as Error);
    }
  }

  #refuse(code: "refused" | "lost", operation: RunOperation | undefined, error: Error): Receipt {
    this.refused.push(error);
    const what = code === "refused" ? "The server refused" : "Could not store";
    this.#warn({ code, message: `${what} records of kind "${operation?.kind ?? "unknown"}". ${error.message}` });
    return { stored: "nowhere" };
  }

  #warn(warning: RunWarning): void {
    if (this.#warned.has(warning.message)) return;
    this.#warned.add(warning.message);
    this.#options.onWarning(warning);
  }
}
