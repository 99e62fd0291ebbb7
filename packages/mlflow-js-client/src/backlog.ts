import { randomUUID } from "node:crypto";
import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunOperation } from "./operation.js";
import { decodeOperation, encodeLine } from "./spoolJournal.js";
import { OWN_FILE, OWN_FOLDER } from "./spoolModes.js";

/** Batches kept as objects, of at most some 1,000 metrics each: a few MB. */
const MAX_BATCHES_IN_MEMORY = 16;

type Entry = { operation: RunOperation } | { start: number; bytes: number };

/**
 * Operations that wait for their turn, first in, first out. Batches past the first few lie in a nameless temporary file,
 * so that a server slower than the training costs disk and not memory. All of it is synchronous: a loop that never
 * awaits is held back by the writing itself.
 */
export class Backlog {
  readonly #entries = new Set<Entry>();
  readonly #folder: string;
  #batchesInMemory = 0;
  #file: number | undefined;
  /** Where the next batch goes in the file. */
  #end = 0;

  /** @param folder for the temporary file; default: the system's */
  constructor(folder: string | undefined) {
    this.#folder = folder ?? tmpdir();
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  push(operation: RunOperation): void {
    if (operation.kind === "batch" && this.#batchesInMemory >= MAX_BATCHES_IN_MEMORY) {
      const parked = this.#park(operation);
      if (parked !== undefined) {
        this.#entries.add(parked);
        return;
      }
    }
    if (operation.kind === "batch") this.#batchesInMemory++;
    this.#entries.add({ operation });
  }

  /** The oldest one, left where it is. @throws Error when there is none, or the temporary file can't be read */
  peek(): RunOperation {
    for (const entry of this.#entries) return this.#load(entry);
    throw new Error("Expected a record that waits. Received: none");
  }

  /** Drops the oldest one. */
  shift(): void {
    for (const entry of this.#entries) {
      this.#entries.delete(entry);
      if ("operation" in entry && entry.operation.kind === "batch") this.#batchesInMemory--;
      break;
    }
    if (this.#entries.size === 0 && this.#file !== undefined && this.#end > 0) {
      ftruncateSync(this.#file, 0);
      this.#end = 0;
    }
  }

  /** All of them, oldest first, left where they are. */
  *all(): Generator<RunOperation> {
    for (const entry of this.#entries) yield this.#load(entry);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** @returns undefined when the disk takes nothing: memory must do */
  #park(operation: RunOperation): Entry | undefined {
    const line = Buffer.from(encodeLine(operation));
    try {
      this.#file ??= namelessFile(this.#folder);
      for (let done = 0; done < line.byteLength;) {
        done += writeSync(this.#file, line, done, line.byteLength - done, this.#end + done);
      }
    } catch {
      return undefined;
    }
    const start = this.#end;
    this.#end += line.byteLength;
    return { start, bytes: line.byteLength };
  }

  #load(entry: Entry): RunOperation {
    if ("operation" in entry) return entry.operation;
    const line = Buffer.alloc(entry.bytes);
    for (let done = 0; done < entry.bytes;) {
      const read = readSync(this.#file!, line, done, entry.bytes - done, entry.start + done);
      if (read === 0) throw new Error("Expected the temporary file of waiting records to be whole. Received: less");
      done += read;
    }
    return decodeOperation(line.toString("utf8"));
  }
}

/** Open, but in no folder: it is gone with the process, however that ends. */
function namelessFile(folder: string): number {
  mkdirSync(folder, { recursive: true, mode: OWN_FOLDER });
  const path = join(folder, `.waiting-${randomUUID()}`);
  const file = openSync(path, "wx+", OWN_FILE);
  unlinkSync(path);
  return file;
}
