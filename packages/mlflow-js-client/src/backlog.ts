import { tmpdir } from "node:os";
import { mapContents } from "./operation.js";
import type { RunOperation } from "./operation.js";
import { ParkingFile } from "./parkingFile.js";
import type { Parked } from "./parkingFile.js";
import { decodeOperation, encodeLine } from "./spoolJournal.js";

/** Batches kept as objects, of at most some 1,000 metrics each: a few MB. */
const MAX_BATCHES_IN_MEMORY = 16;
/** Artifacts given as bytes. One that is larger is kept if it is alone. */
const MAX_CONTENT_BYTES_IN_MEMORY = 16e6;
/** A file that has this much is followed by another, so that what has been sent leaves the disk. */
const MAX_FILE_BYTES = 64e6;

interface Entry {
  /** Undefined when it is parked. */
  operation?: RunOperation;
  contentBytes: number;
  parked?: { file: ParkingFile; line: Parked; contents: Parked[] };
}

/**
 * Operations that wait for their turn, first in, first out. Past the first few MB they lie in nameless temporary files,
 * so that a server slower than the training costs disk and not memory. All of it is synchronous: a loop that never
 * awaits is held back by the writing itself.
 */
export class Backlog {
  readonly #entries = new Set<Entry>();
  readonly #folder: string;
  #batchesInMemory = 0;
  #contentBytesInMemory = 0;
  /** How many entries lie in each file; the last one is written. */
  readonly #files = new Map<ParkingFile, number>();
  #current: ParkingFile | undefined;

  /** @param folder for the temporary files; default: the system's */
  constructor(folder: string | undefined) {
    this.#folder = folder ?? tmpdir();
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  push(operation: RunOperation): void {
    const contentBytes = bytesIn(operation);
    this.#entries.add(
      (this.#isTooMuch(operation, contentBytes) ? this.#park(operation) : undefined) ??
        this.#keep(operation, contentBytes),
    );
  }

  /** The oldest one, left where it is. @throws Error when there is none, or its temporary file can't be read */
  peek(): RunOperation {
    for (const entry of this.#entries) return load(entry);
    throw new Error("Expected a record that waits. Received: none");
  }

  /** Drops the oldest one. */
  shift(): void {
    for (const entry of this.#entries) {
      this.#entries.delete(entry);
      this.#contentBytesInMemory -= entry.contentBytes;
      if (entry.operation?.kind === "batch") this.#batchesInMemory--;
      if (entry.parked !== undefined) this.#release(entry.parked.file);
      return;
    }
  }

  /** All of them, oldest first, left where they are. */
  *all(): Generator<RunOperation> {
    for (const entry of this.#entries) yield load(entry);
  }

  close(): void {
    for (const file of this.#files.keys()) file.close();
    this.#files.clear();
    this.#current = undefined;
  }

  #isTooMuch({ kind }: RunOperation, contentBytes: number): boolean {
    if (kind === "batch") return this.#batchesInMemory >= MAX_BATCHES_IN_MEMORY;
    if (contentBytes === 0 || this.#contentBytesInMemory === 0) return false;
    return this.#contentBytesInMemory + contentBytes > MAX_CONTENT_BYTES_IN_MEMORY;
  }

  #keep(operation: RunOperation, contentBytes: number): Entry {
    if (operation.kind === "batch") this.#batchesInMemory++;
    this.#contentBytesInMemory += contentBytes;
    return { operation, contentBytes };
  }

  /** @returns undefined when the disk takes nothing: memory must do */
  #park(operation: RunOperation): Entry | undefined {
    try {
      const file = this.#fileToWrite();
      const contents: Parked[] = [];
      const placed = mapContents(operation, (content) => {
        if (!(content instanceof Uint8Array)) return content;
        contents.push(file.append(content));
        return new Uint8Array(); // a place in the line for what `load` puts back
      });
      const line = file.append(Buffer.from(encodeLine(placed)));
      this.#files.set(file, (this.#files.get(file) ?? 0) + 1);
      return { contentBytes: 0, parked: { file, line, contents } };
    } catch {
      return undefined;
    }
  }

  #fileToWrite(): ParkingFile {
    if (this.#current === undefined || this.#current.sizeBytes >= MAX_FILE_BYTES) {
      this.#current = new ParkingFile(this.#folder);
      this.#files.set(this.#current, 0);
    }
    return this.#current;
  }

  /** The last entry of a file takes it along. */
  #release(file: ParkingFile): void {
    const left = (this.#files.get(file) ?? 0) - 1;
    this.#files.set(file, left);
    if (left > 0) return;
    this.#files.delete(file);
    if (this.#current === file) this.#current = undefined;
    file.close();
  }
}

function load({ operation, parked }: Entry): RunOperation {
  if (parked === undefined) return operation!;
  const contents = parked.contents.values();
  return mapContents(decodeOperation(parked.file.read(parked.line).toString("utf8")), (content) =>
    "file" in content ? content : parked.file.read(contents.next().value!),
  );
}

/** Bytes of artifacts that an operation holds in memory. */
function bytesIn(operation: RunOperation): number {
  let bytes = 0;
  mapContents(operation, (content) => {
    if (content instanceof Uint8Array) bytes += content.byteLength;
    return content;
  });
  return bytes;
}
