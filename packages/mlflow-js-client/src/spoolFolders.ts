import { randomUUID } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { spooledAtMs } from "./spoolJournal.js";
import { syncFolder } from "./spoolSync.js";

const ASIDE = ".sent-";

/** The runs in a spool, in the order in which they came, so that parents are before their children. */
export async function spooledRuns(spoolDir: string): Promise<string[]> {
  const entries = await readdir(spoolDir, { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const name of names) {
    if (name.startsWith(ASIDE)) await rm(join(spoolDir, name), { recursive: true, force: true });
  }
  const runs = await Promise.all(
    names
      .filter((name) => !name.startsWith("."))
      .map(async (name) => ({ name, atMs: await spooledAtMs(join(spoolDir, name)) })),
  );
  return runs.sort((a, b) => a.atMs - b.atMs || (a.name < b.name ? -1 : 1)).map((run) => run.name);
}

/** Out of sight in one step, then deleted: a crash in between leaves nothing that looks like a run; `spooledRuns` sweeps. */
export async function removeSpooledRun(spoolDir: string, name: string): Promise<void> {
  const aside = join(spoolDir, `${ASIDE}${name}-${randomUUID()}`); // not where an earlier crash left one
  await rename(join(spoolDir, name), aside);
  await syncFolder(spoolDir); // lest a power cut bring the name back to half a run
  await rm(aside, { recursive: true, force: true }).catch(() => undefined);
}
