import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { appendFile, copyFile, mkdir, truncate, writeFile } from "node:fs/promises";
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
    await appendFile(journal, ""); // so that it is there
    const { wholeLinesBytes, bytes } = await measure(journal);
    if (wholeLinesBytes < bytes) await truncate(journal, wholeLinesBytes);
    const writer = new SpoolWriter(folder, wholeLinesBytes);
    if (wholeLinesBytes === 0) await writer.#appendLine(encodeLine(header));
    return writer;
  }

  /** @throws Error when the disk is full or an artifact's file can't be read; the journal stays whole */
  async append(operation: RunOperation): Promise<void> {
    const { line, contents } = spooled(operation);
    for (const { name, content } of contents) {
      const file = join(this.folder, CONTENT, name);
      if (content instanceof Uint8Array) await writeFile(file, content);
      else await copyFile(content.file, file);
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

async function measure(journal: string): Promise<{ wholeLinesBytes: number; bytes: number }> {
  let bytes = 0;
  let wholeLinesBytes = 0;
  for await (const chunk of createReadStream(journal)) {
    const lastLineEnd = (chunk as Buffer).lastIndexOf("\n");
    if (lastLineEnd >= 0) wholeLinesBytes = bytes + lastLineEnd + 1;
    bytes += (chunk as Buffer).byteLength;
  }
  return { wholeLinesBytes, bytes };
}
