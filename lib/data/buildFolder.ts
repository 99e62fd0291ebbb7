import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { explainWriteError } from "./writeAtomically.js";

/** A build folder that nobody has touched for so long was left by a build that was killed. */
const abandonedAfterMs = 10 * 60 * 1000;

export interface FolderWork<T> {
  /** What the finished folder holds; undefined when there is none, or a file of it is missing or cut short. */
  read: () => Promise<T | undefined>;
  /** Fills an empty folder. Calls `keepAlive` every few seconds, lest another process take it for abandoned. */
  build: (folder: string, keepAlive: () => Promise<void>) => Promise<T>;
}

/**
 * A folder that is made once and found again: filled beside its place and moved there whole. A build that is killed leaves
 * nothing under that name, and of two processes that build at once the first to finish stays; the name must therefore say
 * all that the content depends on.
 * @throws UserError when the disk is full or the folder cannot be written; whatever `build` throws
 */
export async function buildFolder<T>(root: string, { read, build }: FolderWork<T>): Promise<T> {
  try {
    const stored = await read();
    if (stored !== undefined) return stored;
    await mkdir(dirname(root), { recursive: true });
    await removeAbandonedBuilds(root);
    const building = await mkdtemp(`${root}.building-`);
    try {
      const built = await build(building, () => utimes(building, new Date(), new Date()));
      await moveIntoPlace(building, root, read);
      return built;
    } finally {
      await rm(building, { recursive: true, force: true, maxRetries: 3 }); // another lane may still write
    }
  } catch (error) {
    throw explainWriteError(root, error);
  }
}

async function moveIntoPlace<T>(building: string, root: string, read: () => Promise<T | undefined>): Promise<void> {
  try {
    await rename(building, root);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    if ((await read()) !== undefined) return; // another process was quicker, with the same bytes
    await rm(root, { recursive: true, force: true });
    await rename(building, root);
  }
}

async function removeAbandonedBuilds(root: string): Promise<void> {
  for (const name of await readdir(dirname(root))) {
    if (!name.startsWith(`${basename(root)}.building-`)) continue;
    const folder = join(dirname(root), name);
    const touchedMs = (await stat(folder).catch(() => undefined))?.mtimeMs ?? Infinity;
    if (Date.now() - touchedMs > abandonedAfterMs) await rm(folder, { recursive: true, force: true });
  }
}
