import { createHash, randomUUID } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { OWN_FILE } from "./spoolModes.js";

interface Holder {
  pid: number;
  host: string;
  /** Clock ticks at which the process began, where the system tells: a pid alone is used again sooner or later. */
  began: string | undefined;
}

/**
 * Takes a lock file for this process. A lock whose process has ended is taken over; one of another machine is not,
 * since nothing here can tell whether that process lives.
 * @returns undefined when it is ours now, else who holds it
 */
export async function takeLock(file: string): Promise<string | undefined> {
  for (;;) {
    if (await place(file)) return undefined;
    const text = await textOf(file);
    if (text === undefined) continue; // released in between
    const holder = parseHolder(text);
    if (holder.host !== hostname() || isAlive(holder)) return `process ${holder.pid} on ${holder.host} (${file})`;
    // Of all that find this dead lock, one holds the lock on its succession, and may replace it in one step.
    const succession = `${file}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
    const successor = await takeLock(succession);
    if (successor !== undefined) return successor;
    if ((await textOf(file)) === text) {
      await rename(succession, file);
      return undefined;
    }
    await rm(succession, { force: true }); // another has succeeded meanwhile
  }
}

/** Gives up a lock of this process; another's stays. */
export async function releaseLock(file: string): Promise<void> {
  const text = await textOf(file);
  if (text !== undefined && isOurs(text)) await rm(file, { force: true });
}

/**
 * As `takeLock`, for a process that exits now. A second's patience for a living holder: a replay that looks into the folder
 * just then lets go of it soon. Who holds it longer is not minded, since this moment is the last.
 * @param makeFolder makes the lock's folder, should it have gone
 */
export function takeLockAtExit(file: string, makeFolder: () => void): void {
  for (const start = Date.now(); Date.now() - start < 1000;) {
    makeFolder();
    try {
      writeFileSync(file, lockText(), { flag: "wx", mode: OWN_FILE });
      return;
    } catch (error) {
      if (codeOf(error) === "EEXIST" && isHeldByUs(file)) return;
      if (codeOf(error) !== "EEXIST" && codeOf(error) !== "ENOENT") throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

/** As `releaseLock`, for a process that exits now. */
export function releaseLockAtExit(file: string): void {
  if (isHeldByUs(file)) rmSync(file, { force: true });
}

function isHeldByUs(file: string): boolean {
  try {
    return isOurs(readFileSync(file, "utf8"));
  } catch {
    return false; // there is none
  }
}

/** Puts our lock there, whole from the first moment. @returns false when one is there */
async function place(file: string): Promise<boolean> {
  const text = lockText();
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: "wx", mode: OWN_FILE });
    await link(draft, file).catch((error: unknown) => {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      return writeFile(file, text, { flag: "wx", mode: OWN_FILE });
    });
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

function lockText(): string {
  const mine: Holder = { pid: process.pid, host: hostname(), began: beginning(process.pid) };
  return JSON.stringify({ ...mine, id: randomUUID() });
}

/** How file systems without hard links (FAT, some network drives) say so. */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function isOurs(text: string): boolean {
  const { pid, host, began } = parseHolder(text);
  return pid === process.pid && host === hostname() && began === beginning(pid);
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // there, but another user's
  }
  return holder.began === beginning(holder.pid);
}

/** A torn lock (power cut in mid-write) belongs to nobody. */
function parseHolder(text: string): Holder {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { pid: 2 ** 30, host: hostname(), began: undefined };
  }
}

function beginning(pid: number): string | undefined {
  try {
    // The name in brackets may hold spaces; the start time is the 20th field after it (proc(5)).
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()?.split(" ")[19];
  } catch {
    return undefined;
  }
}
