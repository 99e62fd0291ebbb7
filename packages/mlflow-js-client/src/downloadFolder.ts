import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { resolve, sep } from "node:path";
import type { ArtifactEntry } from "./entities.js";
import { inParallel } from "./inParallel.js";

/** Requests at once; the Python client uses as many threads. */
const PARALLEL_DOWNLOADS = 8;

/**
 * Downloads files into a new folder, eight at a time; the folder is there whole or not at all.
 * @param under what the files' paths begin with and the folder shall leave out, such as "figures/"; "" for nothing
 * @throws Error when the folder is there and not empty; RangeError on a path that leads out of it; what `fetch` throws
 */
export async function downloadFolder(
  paths: readonly string[],
  under: string,
  folder: string,
  fetch: (path: string, file: string) => Promise<void>,
): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0) throw new Error(`Expected a folder that is new or empty. Received: ${folder}`);
  const temporary = `${folder}.${process.pid}.part`;
  try {
    await mkdir(temporary, { recursive: true });
    await inParallel(paths, PARALLEL_DOWNLOADS, async (path) => {
      const file = resolve(temporary, path.slice(under.length));
      if (!file.startsWith(resolve(temporary) + sep)) {
        // the path is the server's word
        throw new RangeError(`Expected artifact paths below ${folder}. Received: ${JSON.stringify(path)}`);
      }
      await fetch(path, file);
    });
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The paths of all files below an artifact folder, folder by folder. @param folder undefined for the root */
export async function pathsBelow(
  folder: string | undefined,
  list: (folder: string | undefined) => Promise<ArtifactEntry[]>,
): Promise<string[]> {
  const paths: string[] = [];
  const folders = new Set([folder]); // a set, lest a server that lists a folder in itself is asked for ever
  for (const current of folders) {
    for (const entry of await list(current)) {
      if (entry.isFolder) folders.add(entry.path);
      else paths.push(entry.path);
    }
  }
  return paths;
}
