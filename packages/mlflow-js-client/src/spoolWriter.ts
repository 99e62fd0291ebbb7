import { randomUUID } from "node:crypto";
import { appendFile, copyFile, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Content } from "./content.js";
import { mapContents } from "./operation.js";
import type { RunOperation } from "./operation.js";
import { CONTENT, encodeLine, JOURNAL, LOCK } from "./spoolJournal.js";
import type { SpoolHeader } from "./spoolJournal.js";
import { releaseLock, takeLock } from "./spoolLock.js";

/** Appends one run's operations to its folder in the spool. */
export class SpoolWriter {
  readonly folder: string;
  /** Length of the journal up to its last whole line. */
  #bytes: number;

  private constructor(folder: string, bytes: number) {
    this.folder = folder;
    this.#bytes = bytes;
  }

  /**
   * Begins a run's journal, or goes on with the one that is there.
   * @throws Error when another process holds it, or the folder can't be written
   */
  static async open(spoolDir: string, header: SpoolHeader): Promise<SpoolWriter> {
    const folder = join(spoolDir, header.runId);
    await mkdir(join(folder, CONTENT), { recursive: true });
    const holder = await takeLock(join(folder, LOCK));
    if (holder !== undefined)
      throw new Error(`Expected the spool of run ${header.runId} to be free. Held by: ${holder}`);
    const journal = join(folder, JOURNAL);
    const known = await readFile(journal).catch(() => Buffer.alloc(0));
    const wholeLines = known.lastIndexOf("\n") + 1;
    if (wholeLines < known.byteLength) await truncate(journal, wholeLines);
    const writer = new SpoolWriter(folder, wholeLines);
    if (wholeLines === 0) await writer.#appendLine(encodeLine(header));
    return writer;
  }

  /** @throws Error when the disk is full or an artifact's file can't be read; the journal stays whole */
  async append(operation: RunOperation): Promise<void> {
    const kept = await mapContents(operation, (content) => this.#keep(content));
    await this.#appendLine(encodeLine(kept));
  }

  async close(): Promise<void> {
    await releaseLock(join(this.folder, LOCK));
  }

  /** The content is there, whole, before the line that names it. */
  async #keep(content: Content): Promise<Content> {
    const name = randomUUID();
    const file = join(this.folder, CONTENT, name);
    if (content instanceof Uint8Array) await writeFile(file, content);
    else await copyFile(content.file, file);
    return { file: name };
  }

  async #appendLine(line: string): Promise<void> {
    const journal = join(this.folder, JOURNAL);
    try {
      await appendFile(journal, line);
    } catch (error) {
      await truncate(journal, this.#bytes).catch(() => undefined); // half a line must not spoil the next
      throw error;
    }
    this.#bytes += Buffer.byteLength(line);
  }
}
