import { randomUUID } from "node:crypto";
import { appendFile, chmod, copyFile, mkdir, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Content } from "./content.js";
import { mapContents } from "./operation.js";
import type { RunOperation } from "./operation.js";
import { CONTENT, encodeLine, JOURNAL, LOCK } from "./spoolJournal.js";
import type { SpoolHeader } from "./spoolJournal.js";
import { keepWholeLines } from "./spoolLines.js";
import { releaseLock, takeLock } from "./spoolLock.js";
import { OWN_FILE, OWN_FOLDER } from "./spoolModes.js";
import { syncFile, syncFolder } from "./spoolSync.js";

/** At most this often the journal is forced to the disk: a loop that records fast is not held to the disk's pace. */
const SYNC_EVERY_MS = 1000;
/** A replay that looks into the folder just then lets go of it soon. */
const OPEN_TRIES = 50;
const OPEN_PAUSE_MS = 100;

/** Appends one run's operations to its folder in the spool. */
export class SpoolWriter {
  readonly folder: string;
  /** Length of the journal up to its last whole line. */
  #bytes: number;
  #syncedAtMs = 0;

  private constructor(folder: string, bytes: number) {
    this.folder = folder;
    this.#bytes = bytes;
  }

  /**
   * Begins a run's journal, or goes on with the one that is there.
   * @throws Error when another process holds it for more than five seconds, or the folder can't be written
   */
  static async open(spoolDir: string, header: SpoolHeader): Promise<SpoolWriter> {
    const folder = join(spoolDir, header.runId);
    const lock = join(folder, LOCK);
    await takeRunFolder(folder, lock);
    try {
      const journal = join(folder, JOURNAL);
      await appendFile(journal, "", { mode: OWN_FILE }); // so that it is there
      const writer = new SpoolWriter(folder, await keepWholeLines(journal));
      if (writer.#bytes === 0) await writer.#appendLine(encodeLine(header));
      for (const above of [folder, spoolDir, dirname(spoolDir)]) await syncFolder(above);
      return writer;
    } catch (error) {
      await releaseLock(lock);
      throw error;
    }
  }

  /** @throws Error when the disk is full or an artifact's file can't be read; the journal stays whole */
  async append(operation: RunOperation): Promise<void> {
    const { line, contents } = spooled(operation);
    const fileOf = (name: string): string => join(this.folder, CONTENT, name);
    try {
      for (const { name, content } of contents) await keepContent(content, fileOf(name));
      if (contents.length > 0) await syncFolder(join(this.folder, CONTENT));
      await this.#appendLine(line);
    } catch (error) {
      for (const { name } of contents) await rm(fileOf(name), { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await syncFile(join(this.folder, JOURNAL)).catch(() => undefined); // the lock is to go all the same
    await releaseLock(join(this.folder, LOCK));
  }

  async #appendLine(line: string): Promise<void> {
    const journal = join(this.folder, JOURNAL);
    try {
      await appendFile(journal, line);
      await this.#sync(journal);
    } catch (error) {
      await truncate(journal, this.#bytes).catch(() => undefined); // half a line must not spoil the next
      throw error;
    }
    this.#bytes += Buffer.byteLength(line);
  }

  async #sync(journal: string): Promise<void> {
    const nowMs = Date.now();
    if (nowMs - this.#syncedAtMs < SYNC_EVERY_MS) return;
    this.#syncedAtMs = nowMs;
    await syncFile(journal);
  }
}

async function keepContent(content: Content, file: string): Promise<void> {
  if (content instanceof Uint8Array) await writeFile(file, content, { mode: OWN_FILE });
  else await copyFile(content.file, file).then(() => chmod(file, OWN_FILE)); // a copy has its original's mode
  await syncFile(file);
}

async function takeRunFolder(folder: string, lock: string): Promise<void> {
  let problem: Error | undefined;
  for (let tries = 0; tries < OPEN_TRIES; tries++) {
    if (tries > 0) await new Promise((after) => setTimeout(after, OPEN_PAUSE_MS));
    await mkdir(join(folder, CONTENT), { recursive: true, mode: OWN_FOLDER });
    try {
      const holder = await takeLock(lock);
      if (holder === undefined) return;
      problem = new Error(`Expected ${folder} to be free. Held by: ${holder}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      problem = error as Error; // a replay has found the folder empty, and removed it
    }
  }
  throw problem ?? new Error(`Expected to open ${folder}`);
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
