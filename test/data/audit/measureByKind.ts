import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCopies } from "../../../lib/data/audit/findCopies.js";
import { dataConfigSchema } from "../../../lib/data/config.js";
import { judgeCopies } from "../../../lib/data/copies/judgeCopies.js";
import { sha256Of } from "../../../lib/data/inspectFile.js";
import { mapConcurrently } from "../../../lib/data/mapConcurrently.js";
import { openSource } from "../../../lib/data/openSource.js";
import { createRandom } from "../../../lib/random.js";
import { readSettings } from "../../../lib/settings.js";
import { copyKinds, makeCopyOfKind } from "./copyKinds.js";

/** One file of the set. */
interface Made {
  path: string;
  sha256: string;
  radiograph: string;
  chain: string;
}

interface KindsRecipe {
  dataDir: string;
  half: "development" | "held-out";
  seed: string;
  copied: number;
  copiesEach: number;
}

/**
 * Copies of one half of FracAtlas' groups, so many `copiesEach` of the first `copied` radiographs, their kinds taking turns;
 * the half's others come as they are. @param dir where to write
 */
export async function makeSetByKind(
  dir: string,
  { dataDir, half, seed, copied, copiesEach }: KindsRecipe,
): Promise<Made[]> {
  const config = dataConfigSchema.parse({ source: "fracatlas", dir: dataDir, maxRejectedShare: 1 });
  const { radiographs, root } = await openSource(config, { cacheDir: dir }).manifest();
  const groups = [...new Set(radiographs.map(({ group }) => group))].sort();
  const isOurs = (group: string): boolean => groups.indexOf(group) % 2 === (half === "development" ? 0 : 1);
  const distinct = new Map(radiographs.filter(({ group }) => isOurs(group)).map((file) => [file.sha256, file]));
  const random = createRandom(`by kind ${seed} ${half}`);
  const chosen = random.shuffle([...distinct.values()].filter(({ path }) => !path.startsWith("mixed_formats/")));
  const kinds = random.shuffle(Object.keys(copyKinds));
  await mkdir(dir, { recursive: true });
  const write = async (name: string, bytes: Buffer, radiograph: string, chain: string): Promise<Made> => {
    await writeFile(join(dir, name), bytes);
    return { path: join(dir, name), sha256: sha256Of(bytes), radiograph, chain };
  };
  const work = async ({ path }: { path: string }, i: number): Promise<Made[]> => {
    const bytes = await readFile(join(root, path));
    const made = [await write(`${i}`, bytes, path, "original")];
    for (let k = 0; k < (i < copied ? copiesEach : 0); k++) {
      const number = copiesEach * i + k;
      // Every kind as often as any other; from round to round other two meet.
      const kind = kinds[(number + 2 * k * Math.floor(number / kinds.length)) % kinds.length]!;
      const copy = await makeCopyOfKind(bytes, copyKinds[kind]!, random.fork(`${i} ${k}`));
      made.push(await write(`${i}-${k}`, copy, path, kind));
    }
    return made;
  };
  return (await mapConcurrently(chosen, work, { concurrency: 4 })).flat();
}

/**
 * How well the audit finds copies, by what was done to them:
 * `FRACTURE_DATA_DIR=DIR npx tsx test/data/audit/measureByKind.ts development|held-out SEED [COPIED [EACH]]`, DIR being
 * FracAtlas or a part of it. What decides was tuned on development and is reported on held-out; use a SEED not used before.
 */
async function measure([half, seed, copied = "480", each = "2"]: string[]): Promise<void> {
  const { dataDir } = readSettings();
  if (dataDir === undefined || (half !== "development" && half !== "held-out") || seed === undefined) {
    throw new Error("usage: FRACTURE_DATA_DIR=DIR measureByKind.ts development|held-out SEED [COPIED [EACH]]");
  }
  const folder = await mkdtemp(join(tmpdir(), "fracture-kinds-"));
  try {
    const recipe: KindsRecipe = { dataDir, half, seed, copied: Number(copied), copiesEach: Number(each) };
    const files = await makeSetByKind(join(folder, "set"), recipe);
    const { groupOf } = await findCopies(new Map(files.map(({ sha256, path }) => [sha256, path])), {
      cacheDir: join(folder, "cache"),
      root: folder,
      maxPixels: 1e8,
    });
    const found = files.map(({ path, sha256 }) => ({ path, group: groupOf.get(sha256)! }));
    const { precision, recall, falsePairs, byChain } = judgeCopies(files, found);
    const falseOf = (kind: string): number =>
      falsePairs.filter((pair) => pair.some(({ chain }) => chain === kind)).length;
    console.log(`${files.length} files: pairwise precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`);
    console.table(
      byChain
        .sort((a, b) => a.found / a.copies - b.found / b.copies)
        .map((row) => ({ ...row, recall: (row.found / row.copies).toFixed(3), falsePairs: falseOf(row.chain) })),
    );
    for (const [a, b] of falsePairs) console.log(`false: ${a.radiograph} (${a.chain}) ${b.radiograph} (${b.chain})`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void measure(process.argv.slice(2));
