import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "../../../lib/random.js";
import { sha256Of } from "../../../lib/data/inspectFile.js";
import { mapConcurrently } from "../../../lib/data/mapConcurrently.js";
import { chainNames, makeCopy, type ChainName } from "./makeCopies.js";

/** A file of a set whose copies are known. */
export interface KnownFile {
  /** Absolute. */
  path: string;
  sha256: string;
  /** Which radiograph it shows. */
  original: string;
  chain: ChainName | "original";
}

/**
 * Writes radiographs and copies of some of them, flat in a folder; the chains take turns, so that each is met as often.
 * @param originals bytes by name
 * @param copied how many of them, the first ones, get copies
 */
export async function writeCopiesSet(
  folder: string,
  originals: ReadonlyMap<string, Buffer>,
  { copied, copiesEach, seed }: { copied: number; copiesEach: number; seed: string },
): Promise<KnownFile[]> {
  await mkdir(folder, { recursive: true });
  const random = createRandom(seed);
  const write = async (name: string, bytes: Buffer): Promise<Pick<KnownFile, "path" | "sha256">> => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return { path, sha256: sha256Of(bytes) };
  };
  const all = await mapConcurrently(
    [...originals],
    async ([original, bytes], i): Promise<KnownFile[]> => {
      const files: KnownFile[] = [{ ...(await write(original, bytes)), original, chain: "original" }];
      for (let k = 0; i < copied && k < copiesEach; k++) {
        const chain = chainNames[(i * copiesEach + k) % chainNames.length]!;
        const copy = await makeCopy(bytes, chain, random.fork(`${original} ${k}`));
        files.push({ ...(await write(`${original.replace(/\.\w+$/, "")}-copy${k}.jpg`, copy)), original, chain });
      }
      return files;
    },
    { concurrency: 4 },
  );
  return all.flat();
}
