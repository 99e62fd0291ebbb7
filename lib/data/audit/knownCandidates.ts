import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OnProgress } from "../types.js";
import { writeAtomically } from "../writeAtomically.js";
import { candidatePairs, candidatesEach, type CandidatePair } from "./candidatePairs.js";
import type { Descriptions } from "./descriptions.js";

/** Raise it when the same descriptions give other pairs; how many each may have is counted already. */
const searchVersion = 1;

type SearchOptions = { onProgress?: OnProgress | undefined; signal?: AbortSignal | undefined };

/**
 * The pairs worth a closer look, from the cache when this set was searched before: an audit that was stopped while comparing
 * does not search again.
 * @throws UserError when the cache cannot be written
 */
export async function knownCandidates(
  cacheDir: string,
  descriptions: Descriptions,
  options: SearchOptions,
): Promise<CandidatePair[]> {
  const key = createHash("sha256")
    .update(JSON.stringify([searchVersion, candidatesEach, descriptions.version, descriptions.hashes]))
    .digest("hex");
  const file = join(cacheDir, "audit", `candidates-${key.slice(0, 32)}.json`);
  const known = await readPairs(file);
  if (known) return known;
  const pairs = await candidatePairs(descriptions, options);
  const rows = pairs.map(({ first, second, isMirrored, score }) => [first, second, Number(isMirrored), score]);
  await writeAtomically(file, [JSON.stringify(rows)]);
  return pairs;
}

/** @returns undefined when there is no such file, or none that was written whole: the search is done again */
async function readPairs(file: string): Promise<CandidatePair[] | undefined> {
  try {
    const rows = JSON.parse(await readFile(file, "utf8")) as [number, number, number, number][];
    return rows.map(([first, second, mirrored, score]) => ({ first, second, isMirrored: mirrored === 1, score }));
  } catch {
    return undefined;
  }
}
