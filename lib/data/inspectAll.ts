import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { inspectFile, sha256Of, type Inspection } from "./inspectFile.js";
import { filesInFlight, mapConcurrently } from "./mapConcurrently.js";
import type { OnProgress } from "./types.js";
import { writeAtomically } from "./writeAtomically.js";

/** Raise it when the same bytes would be judged in another way. */
const inspectionVersion = 3;

export interface InspectOptions {
  maxPixels: number;
  cacheDir: string;
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

interface CachedInspection {
  /** Modification time and size; a file that has neither changed is not read again. */
  stamp: string;
  inspection: Inspection;
}

/**
 * Inspects files of one root, in the order given. What was found is remembered under the root, so that a second call
 * only asks for each file's size and time.
 * @param paths relative to `root`
 * @throws UserError when the cache cannot be written
 */
export async function inspectAll(
  root: string,
  paths: readonly string[],
  options: InspectOptions,
): Promise<Inspection[]> {
  const key = sha256Of(Buffer.from(JSON.stringify([inspectionVersion, sharp.versions, options.maxPixels, root])));
  const cacheFile = join(options.cacheDir, "inspected", `${key.slice(0, 32)}.json`);
  const known = await readKnown(cacheFile);
  const next: Record<string, CachedInspection> = {};
  let read = 0;

  const inspections = await mapConcurrently(
    paths,
    async (path): Promise<Inspection> => {
      const full = join(root, path);
      const stamp = await stampOf(full);
      const cached = known.get(path);
      const isKnown = stamp !== undefined && cached?.stamp === stamp;
      if (!isKnown) read++;
      const inspection = isKnown ? cached.inspection : await inspectFile(full, options);
      // A refusal by the system is not the file's own fault and may be gone next time.
      const isLasting = inspection.ok || !/^E[A-Z]+$/.test(inspection.detail);
      if (stamp !== undefined && isLasting) next[path] = { stamp, inspection };
      return inspection;
    },
    { concurrency: filesInFlight, onProgress: options.onProgress, signal: options.signal },
  );
  if (read > 0) await writeAtomically(cacheFile, [JSON.stringify(next)]);
  return inspections;
}

async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs}/${size}`;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be read is no loss: files are inspected again. */
async function readKnown(cacheFile: string): Promise<Map<string, CachedInspection>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(cacheFile, "utf8")) as Record<string, CachedInspection>));
  } catch {
    return new Map();
  }
}
