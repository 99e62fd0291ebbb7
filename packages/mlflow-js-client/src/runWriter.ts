import { Backlog } from "./backlog.js";
import { mayYetSucceed } from "./mayYetSucceed.js";
import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";
import { applyOperation } from "./operation.js";
import type { RunOperation } from "./operation.js";
import type { ModelVersion } from "./registryEntities.js";
import { recordsIn, RunTroubles } from "./runTroubles.js";
import type { RunWarning } from "./runTroubles.js";
import { sendJournal } from "./sendJournal.js";
import { spoolAtExit } from "./spoolAtExit.js";
import { removeSpooledRun } from "./spoolFolders.js";
import type { SpoolHeader } from "./spoolJournal.js";
import { SpoolWriter } from "./spoolWriter.js";

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

/** A server that is left alone. */
interface Outage {
  cause: Error;
  askAtMs: number;
  /** Records that it cost, where there is no spool. */
  lost: number;
}

/**
 * Writes a run's operations one after another: to the server while it answers, else to the spool. When the server is
 * back, what waits in the spool goes first. The server's faults are told by warnings and receipts, never thrown: records
 * must not cost a run its result.
 */
export class RunWriter {
  readonly troubles: RunTroubles;
  readonly #options: RunWriterOptions;
  readonly #backlog: Backlog;
  #header: SpoolHeader;
  /** Where a run that was begun in the spool has got on the server. */
  #serverRunId: string | undefined;
  #outage: Outage | undefined;
  #spool: SpoolWriter | undefined;
  /** Indexes in the spool's journal. */
  readonly #refusedInSpool = new Set<number>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: RunWriterOptions) {
    this.#options = options;
    this.#header = options.header;
    this.#backlog = new Backlog(options.spoolDir);
    this.troubles = new RunTroubles(options.onWarning);
  }

  /** The server's, once the run is there. */
  get runId(): string {
    return this.#serverRunId ?? this.#header.runId;
  }

  /** Undefined while everything is on the server. */
  get spoolFolder(): string | undefined {
    return this.#spool?.folder;
  }

  /** Leaves the server aside for a while. @throws Error when there is no spool, or it can't be opened */
  async startSpooling(cause: Error): Promise<void> {
    await this.#openSpool(this.#leaveServer(cause));
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
    if (this.#spool !== undefined) await this.#askAgain();
    if (this.#outage !== undefined) this.#tellLosses(this.#outage);
    await this.#spool?.close();
    this.#backlog.close();
  }

  /** Synchronous, for a process that exits now: what waits goes to the spool, if there is one. */
  saveAtExit(): void {
    const { spoolDir } = this.#options;
    if (this.#backlog.isEmpty) return;
    const lost = `Run ${this.runId} was not closed, and its last records are lost: the process exited in mid-run.`;
    if (spoolDir === undefined) {
      this.troubles.tell({ code: "lost", message: `${lost} With a spool they would be kept.` });
      return;
    }
    try {
      spoolAtExit(spoolDir, this.#header, this.#backlog.all());
    } catch (error) {
      this.troubles.tell({ code: "lost", message: `${lost} ${String(error)}` });
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
    const isLastChance = operation.kind === "end" && this.#options.spoolDir === undefined;
    if (this.#outage !== undefined && (isLastChance || Date.now() >= this.#outage.askAtMs)) await this.#askAgain();
    if (this.#outage !== undefined) return this.#keep(operation, this.#outage);
    const { client, spoolDir } = this.#options;
    try {
      return { stored: "server", ...(await applyOperation(client, this.runId, operation, false)) };
    } catch (error) {
      if (!(error instanceof MlflowError)) return this.#refuse("lost", operation, error as Error);
      if (!mayYetSucceed(error)) return this.#refuse("refused", operation, error);
      // Without a spool, a server that answers but fails at this one must not cost the others.
      const isAnswered = spoolDir === undefined && error.status !== undefined && (await client.isReachable());
      if (isAnswered) return this.#refuse("lost", operation, error);
      return this.#keep(operation, this.#leaveServer(error));
    }
  }

  #leaveServer(cause: Error): Outage {
    this.#outage = { cause, askAtMs: Date.now() + this.#options.spoolRetryMs, lost: 0 };
    return this.#outage;
  }

  /** Ends the outage if the server answers, and has taken what waits in the spool. */
  async #askAgain(): Promise<void> {
    const { client, spoolRetryMs } = this.#options;
    const outage = this.#outage;
    if (outage === undefined) return;
    try {
      if (!(await client.isReachable())) return;
      if (this.#spool !== undefined) {
        if (!(await this.#emptySpool())) return;
        const message = `MLflow at ${this.#header.trackingUri} answers again; all that waited is there.`;
        this.troubles.tell({ code: "caughtUp", message });
      }
      this.#outage = undefined;
      this.#tellLosses(outage);
    } catch {
      // the spool's disk is in trouble: what is there stays, and the next append will tell
    } finally {
      outage.askAtMs = Date.now() + spoolRetryMs;
    }
  }

  /** @returns whether all of it could be sent */
  async #emptySpool(): Promise<boolean> {
    const { client, spoolDir } = this.#options;
    if (spoolDir === undefined) return true;
    const { version, trackingUri, runId: name } = this.#header;
    const { state, runId } = await sendJournal(
      {
        client,
        spoolDir,
        endAbandoned: false,
        refusedBefore: this.#refusedInSpool,
        onRefused: (index, operation, error) => {
          this.#refusedInSpool.add(index);
          this.#refuse("refused", operation, error);
        },
      },
      name,
    );
    this.#serverRunId = runId ?? this.#serverRunId;
    if (state !== "sent" || runId === undefined) return false;
    await removeSpooledRun(spoolDir, name); // and the lock with it
    this.#spool = undefined;
    this.#refusedInSpool.clear();
    this.#header = { version, trackingUri, runId, spooledAtMs: Date.now() }; // created by now
    return true;
  }

  async #keep(operation: RunOperation, outage: Outage): Promise<Receipt> {
    if (this.#options.spoolDir === undefined) return this.#lose(operation, outage);
    try {
      await (await this.#openSpool(outage)).append(operation);
      return { stored: "spool" };
    } catch (error) {
      return this.#refuse("lost", operation, error as Error);
    }
  }

  async #openSpool({ cause }: Outage): Promise<SpoolWriter> {
    if (this.#spool !== undefined) return this.#spool;
    const { spoolDir } = this.#options;
    if (spoolDir === undefined) throw cause;
    this.#spool = await SpoolWriter.open(spoolDir, this.#header);
    const spoolFolder = this.#spool.folder;
    const trouble = cause instanceof MlflowError && cause.status !== undefined ? "fails" : "does not answer";
    const message = `MLflow at ${this.#header.trackingUri} ${trouble}; the run goes on and its records wait in ${spoolFolder}. ${cause.message}`;
    this.troubles.tell({ code: "spooling", message, spoolFolder });
    return this.#spool;
  }

  #refuse(code: "refused" | "lost", operation: RunOperation | undefined, error: Error): Receipt {
    const what = code === "refused" ? "The server refused" : "Could not store";
    const message = `${what} records of kind "${operation?.kind ?? "unknown"}". ${error.message}`;
    this.troubles.add({ code, message }, error);
    return { stored: "nowhere" };
  }

  #lose(operation: RunOperation, outage: Outage): Receipt {
    outage.lost += recordsIn(operation);
    const message = `MLflow at ${this.#header.trackingUri} does not answer and there is no spool: until it does, what the run records is lost. ${outage.cause.message}`;
    this.troubles.add({ code: "lost", message }, outage.cause);
    return { stored: "nowhere" };
  }

  #tellLosses({ lost, cause }: Outage): void {
    if (lost === 0) return;
    const message = `MLflow at ${this.#header.trackingUri} did not answer for a while: ${lost} records are lost. ${cause.message}`;
    this.troubles.tell({ code: "lost", message });
  }
}
