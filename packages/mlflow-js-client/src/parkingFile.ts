import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { OWN_FILE, OWN_FOLDER } from "./spoolModes.js";

/** Where something lies in a file. */
export interface Parked {
  start: number;
  bytes: number;
}

/** Bytes put aside in a temporary file that is in no folder: it is gone with the process, however that ends. */
export class ParkingFile {
  readonly #descriptor: number;
  #end = 0;

  /** @throws Error when the folder can't be written */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: OWN_FOLDER });
    const path = join(folder, `.waiting-${randomUUID()}`);
    this.#descriptor = openSync(path, "wx+", OWN_FILE);
    unlinkSync(path);
  }

  get sizeBytes(): number {
    return this.#end;
  }

  /** @throws Error when the disk is full; the file then holds what it held */
  append(data: Uint8Array): Parked {
    const start = this.#end;
    for (let done = 0; done < data.byteLength;) {
      done += writeSync(this.#descriptor, data, done, data.byteLength - done, start + done);
    }
    this.#end += data.byteLength;
    return { start, bytes: data.byteLength };
  }

  /** @throws Error when it can't be read whole */
  read({ start, bytes }: Parked): Buffer {
    const data = Buffer.alloc(bytes);
    for (let done = 0; done < bytes;) {
      const read = readSync(this.#descriptor, data, done, bytes - done, start + done);
      if (read === 0) throw new Error("Expected the temporary file of waiting records to be whole. Received: less");
      done += read;
    }
    return data;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
