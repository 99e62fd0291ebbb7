import { readFileSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
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
    const mine: Holder = { pid: process.pid, host: hostname(), began: beginning(process.pid) };
    try {
      await writeFile(file, JSON.stringify(mine), { flag: "wx", mode: OWN_FILE });
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue; // released in between
    const holder = parseHolder(text);
    if (holder.host !== hostname() || isAlive(holder)) return `process ${holder.pid} on ${holder.host} (${file})`;
    await discard(file, text);
  }
}

export async function releaseLock(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Removes a dead process's lock, unless another process has just done so and taken it. */
async function discard(file: string, staleText: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return; // gone already
  }
  if ((await readFile(aside, "utf8")) === staleText) await rm(aside);
  else await rename(aside, file);
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
