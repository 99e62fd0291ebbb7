import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { createRandom } from "../../random.js";
import { UserError } from "../../userError.js";
import { buildFolder } from "../buildFolder.js";
import { sha256Of } from "../inspectFile.js";
import { compareText } from "../manifest.js";
import { filesInFlight, mapConcurrently } from "../mapConcurrently.js";
import type { Manifest, OnProgress, Radiograph } from "../types.js";
import { copiesTruthCsv, readCopiesTruth, type CopyFile } from "./copiesTruth.js";
import { makeCopy } from "./makeCopy.js";
import { planCopies, type CopiesRecipe, type PlannedContent } from "./planCopies.js";

/** Raised whenever the same recipe gives other files: it is part of the folder's name. */
const makerVersion = 1;

export interface CopiesSet {
  /** A plain tree of `class/*`. */
  dir: string;
  /** Beside it: who is whose copy. */
  truthFile: string;
  /** In order of their numbers. */
  files: CopyFile[];
}

export interface MakeCopiesOptions {
  cacheDir: string;
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * A set as people share them: many files of few radiographs, in a folder a class, under names that tell nothing. Made
 * once under cacheDir/copies-<digest>; the same radiographs and recipe give the same bytes. Of radiographs with one
 * content only the first is taken.
 * @throws UserError on a recipe that cannot be, a disk that is full or a radiograph that is gone or changed
 */
export async function makeCopiesSet(
  { root: source, radiographs }: Pick<Manifest, "root" | "radiographs">,
  recipe: CopiesRecipe,
  { cacheDir, onProgress, signal }: MakeCopiesOptions,
): Promise<CopiesSet> {
  const originals = radiographs.filter(({ sha256 }, i) => radiographs.findIndex((o) => o.sha256 === sha256) === i);
  const plan = planCopies(originals, recipe);
  const sources = originals.map(({ sha256, path, label, group }) => [sha256, path, label, group]);
  const digest = createHash("sha256").update(JSON.stringify({ makerVersion, recipe, sources })).digest("hex");
  const root = resolve(cacheDir, `copies-${digest.slice(0, 12)}`);
  const files = await buildFolder(root, {
    read: () => readWhole(root),
    build: async (folder, keepAlive) => {
      for (const { label } of originals) await mkdir(join(folder, "set", label), { recursive: true });
      const work = async (original: Radiograph, i: number): Promise<CopyFile[]> => {
        const bytes = await readOriginal(source, original);
        const written = await writeCopies(join(folder, "set"), { original, bytes, contents: plan[i]!, recipe });
        await keepAlive();
        return written;
      };
      const written = await mapConcurrently(originals, work, { concurrency: filesInFlight, onProgress, signal });
      const all = written.flat().sort((a, b) => compareText(basename(a.path), basename(b.path)));
      await writeFile(join(folder, "truth.csv"), copiesTruthCsv(all));
      return all;
    },
  });
  return { dir: join(root, "set"), truthFile: join(root, "truth.csv"), files };
}

async function readOriginal(source: string, { path, sha256 }: Radiograph): Promise<Buffer> {
  const bytes = await readFile(join(source, path)).catch(() => undefined);
  if (bytes && sha256Of(bytes) === sha256) return bytes;
  const received = bytes ? "other bytes" : "no such file";
  throw new UserError(`Expected ${join(source, path)} as it was inspected. Received: ${received}. Start again.`);
}

interface CopiesOfOne {
  original: Radiograph;
  bytes: Buffer;
  contents: readonly PlannedContent[];
  recipe: CopiesRecipe;
}

/** All files of one radiograph. @param folder of the set; the classes' folders are in it */
async function writeCopies(folder: string, { original, bytes, contents, recipe }: CopiesOfOne): Promise<CopyFile[]> {
  const { label, path: radiograph, group } = original;
  const random = createRandom(recipe.seed).fork(original.sha256);
  const written: CopyFile[] = [];
  for (const [k, { chain, names }] of contents.entries()) {
    const content = chain === "original" ? bytes : await makeCopy(bytes, chain, random.fork(k));
    const sha256 = sha256Of(content);
    for (const path of names.map((name) => `${label}/${name}`)) {
      await writeFile(join(folder, path), content);
      written.push({ path, group, radiograph, chain, sha256, bytes: content.length });
    }
  }
  return written;
}

/** @returns undefined when there is no set, or a file of it is missing or cut short */
async function readWhole(root: string): Promise<CopyFile[] | undefined> {
  try {
    const files = await readCopiesTruth(join(root, "truth.csv"));
    const sizes = await mapConcurrently(files, async ({ path }) => (await stat(join(root, "set", path))).size, {
      concurrency: 16,
    });
    return sizes.every((size, i) => size === files[i]!.bytes) ? files : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
