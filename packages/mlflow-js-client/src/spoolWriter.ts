import { randomUUID } from "node:crypto";
import { appendFile, chmod, copyFile, mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Content } from "./content.js";
import { mapContents } from "./operation.js";
import type { RunOperation } from "./operation.js";
import { CONTENT, encodeLine, JOURNAL, LOCK } from "./spoolJournal.js";
import type { SpoolHeader } from "./spoolJournal.js";
import { keepWholeLines } from "./spoolLines.js";
import { releaseLock, takeLock } from "./spoolLock.js";
import { OWN_FILE, OWN_FOLDER } from "./spoolModes.js";

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
    await mkdir(join(folder, CONTENT), { recursive: true, mode: OWN_FOLDER });
    const lock = join(folder, LOCK);
    const holder = await takeLock(lock);
    if (holder !== undefined)
      throw new Error(`Expected the spool of run ${header.runId} to be free. Held by: ${holder}`);
    try {
      const journal = join(folder, JOURNAL);
      await appendFile(journal, "", { mode: OWN_FILE }); // so that it is there
      const writer = new SpoolWriter(folder, await keepWholeLines(journal));
      if (writer.#bytes === 0) await writer.#appendLine(encodeLine(header));
      return writer;
    } catch (error) {
      await releaseLock(lock);
      throw error;
    }
  }

  /** @throws Error when the disk is full or an artifact's file can't be read; the journal stays whole */
  async append(operation: RunOperation): Promise<void> {
    const { line, contents } = spooled(operation);
    for (const { name, content } of contents) {
      const file = join(this.folder, CONTENT, name);
      if (content instanceof Uint8Array) await writeFile(file, content, { mode: OWN_FILE });
      else await copyFile(content.file, file).then(() => chmod(file, OWN_FILE)); // a copy has its original's mode
    }
    await this.#appendLine(line);
  }

  async close(): Promise<void> {
    await releaseLock(join(this.folder, LOCK));
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

/**
 * An operation as the spool keeps it: its line, and the contents that must be there, whole, before the line that names
 * them.
 */
export function spooled(operation: RunOperation): { line: string; contents: { name: string; content: Content }[] } {
  const contents: { name: string; content: Content }[] = [];
  const kept = mapContents(operation, (content) => {
    const name = randomUUID();
    contents.push({ name, content });
    return { file: name };
  });
  return { line: encodeLine(kept), contents };
}
