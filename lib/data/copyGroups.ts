import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { copiesVersion, findCopies } from "./audit/findCopies.js";
import { compareText } from "./manifest.js";
import type { Manifest } from "./types.js";
import { writeAtomically } from "./writeAtomically.js";

export interface CopyGroupsOptions {
  cacheDir: string;
  maxPixels: number;
  onProgress?: ((stage: string, done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Which contents of a set show one radiograph, as the audit finds them. What was found for the same contents before is
 * read from the cache, wherever they lie now.
 * @returns by SHA-256 a name that all contents of one radiograph share
 * @throws UserError when a file is gone or changed since it was inspected, or the cache cannot be written
 */
export async function copyGroups(
  { root, radiographs }: Pick<Manifest, "root" | "radiographs">,
  { cacheDir, ...options }: CopyGroupsOptions,
): Promise<Map<string, string>> {
  const paths = new Map(radiographs.map(({ sha256, path }) => [sha256, join(root, path)]));
  const hashes = [...paths.keys()].sort(compareText);
  const key = createHash("sha256")
    .update(JSON.stringify([copiesVersion, hashes]))
    .digest("hex");
  const file = join(cacheDir, "audit", `groups-${key.slice(0, 32)}.json`);
  const known = await readKnown(file, hashes);
  if (known) return known;
  const { groupOf } = await findCopies(paths, { cacheDir, root, ...options });
  const numberOf = new Map(hashes.map((sha256, i) => [sha256, i]));
  await writeAtomically(file, [JSON.stringify(hashes.map((sha256) => numberOf.get(groupOf.get(sha256)!)))]);
  return groupOf;
}

/** @returns undefined when there is no such file, or none that was written by this: the search is done again */
async function readKnown(file: string, hashes: readonly string[]): Promise<Map<string, string> | undefined> {
  try {
    const numbers = JSON.parse(await readFile(file, "utf8")) as number[];
    const groups = new Map<string, string>();
    for (const [i, sha256] of hashes.entries()) {
      const group = hashes[numbers[i] ?? -1];
      if (group === undefined) return undefined;
      groups.set(sha256, group);
    }
    return groups;
  } catch {
    return undefined;
  }
}
