import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { readCopiesTruth, type CopyFile } from "../../../lib/data/copies/copiesTruth.js";
import { chainNames } from "../../../lib/data/copies/makeCopy.js";
import { makeCopiesSet } from "../../../lib/data/copies/makeCopiesSet.js";
import type { CopiesRecipe } from "../../../lib/data/copies/planCopies.js";
import { dataConfigSchema } from "../../../lib/data/config.js";
import { sha256Of } from "../../../lib/data/inspectFile.js";
import { openSource } from "../../../lib/data/openSource.js";
import { readGroupedSet } from "../../../lib/data/readGroupedSet.js";
import { listFilesBelow } from "../../../lib/data/sources/listFiles.js";
import type { Manifest } from "../../../lib/data/types.js";
import { greySharp, radiograph, temporaryFolder, writeFiles } from "../fixtures.js";

const recipe: CopiesRecipe = { contentsEach: 5, filesEach: 8, lyingShare: 0, seed: 3 };

/** Six made-up radiographs of three patients, two formats. */
async function originals(): Promise<Pick<Manifest, "root" | "radiographs">> {
  const root = await temporaryFolder();
  const radiographs = [];
  for (let i = 0; i < 6; i++) {
    const image = greySharp(96, 128, i / 20);
    const format = i % 2 === 0 ? "jpeg" : "png";
    const bytes = await (format === "jpeg" ? image.jpeg() : image.png()).toBuffer();
    const path = `images/${i}.${format}`;
    await writeFiles(root, { [path]: bytes });
    const label = i < 3 ? "fractured" : "not_fractured";
    radiographs.push(radiograph({ path, label, group: `p${i % 3}`, sha256: sha256Of(bytes), format }));
  }
  return { root, radiographs };
}

const make = async (source: Pick<Manifest, "root" | "radiographs">, changed: Partial<CopiesRecipe> = {}) =>
  makeCopiesSet(source, { ...recipe, ...changed }, { cacheDir: await temporaryFolder() });

const countBy = (files: readonly CopyFile[], key: (file: CopyFile) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(key(file), (counts.get(key(file)) ?? 0) + 1);
  return counts;
};

test("the same radiographs and recipe give the same bytes; another seed gives others", async () => {
  const source = await originals();
  const [first, second, other] = [await make(source), await make(source), await make(source, { seed: 4 })];
  expect(await readFile(first.truthFile, "utf8")).toBe(await readFile(second.truthFile, "utf8"));
  for (const { path, sha256 } of first.files) {
    expect(sha256Of(await readFile(join(second.dir, path)))).toBe(sha256);
  }
  expect(basename(join(other.dir, ".."))).not.toBe(basename(join(first.dir, "..")));
  expect(other.files.map(({ sha256 }) => sha256)).not.toEqual(first.files.map(({ sha256 }) => sha256));
});

test("the truth names every file of the set, what it shows, its bytes and nothing else", async () => {
  const source = await originals();
  const { dir, truthFile, files } = await make(source);
  expect(await readCopiesTruth(truthFile)).toEqual(files);
  const listed = [
    ...(await listFilesBelow(dir, "fractured")).files,
    ...(await listFilesBelow(dir, "not_fractured")).files,
  ];
  expect(files.map(({ path }) => path).sort()).toEqual(listed.sort());
  const byPath = new Map(source.radiographs.map((original) => [original.path, original]));
  for (const file of files) {
    const original = byPath.get(file.radiograph)!;
    expect(file.path.split("/")[0]).toBe(original.label);
    expect(file.group).toBe(original.group);
    expect(await readFile(join(dir, file.path))).toHaveLength(file.bytes);
    if (file.chain === "original") expect(file.sha256).toBe(original.sha256);
  }
});

test("every radiograph has its original, as many contents as asked and duplicates of them up to its number of files", async () => {
  const { files } = await make(await originals());
  expect([...countBy(files, (file) => file.radiograph).values()]).toEqual(new Array(6).fill(8));
  const contents = [...new Map(files.map((file) => [file.sha256, file])).values()];
  expect([...countBy(contents, (file) => file.radiograph).values()]).toEqual(new Array(6).fill(5));
  expect(contents.filter(({ chain }) => chain === "original")).toHaveLength(6);
});

test("chains take turns, all of them or those that the recipe names", async () => {
  const source = await originals();
  const chains = ["re-encoded", "three rotations", "inverted"] as const;
  const some = await make(source, { chains, filesEach: 5 });
  expect(Object.fromEntries(countBy(some.files, (file) => file.chain))).toEqual({
    original: 6,
    "re-encoded": 8,
    "three rotations": 8,
    inverted: 8,
  });
  const all = await make(source, { filesEach: 5 });
  expect(new Set(all.files.map(({ chain }) => chain))).toEqual(new Set(["original", ...chainNames]));
});

test("names are numbers over the whole set, and neighbours mostly show different radiographs", async () => {
  const { files } = await make(await originals());
  expect(files.map(({ path }) => Number(/^\w+\/(\d\d)\.(?:jpg|png)$/.exec(path)?.[1]))).toEqual(
    files.map((_, i) => i + 1),
  );
  const alike = files.filter((file, i) => file.radiograph === files[i + 1]?.radiograph);
  expect(alike.length).toBeLessThan(files.length / 2); // 7 of 47 by chance
});

test("names tell the format, but for the share that is to lie", async () => {
  const source = await originals();
  const lies = async (lyingShare: number): Promise<number> => {
    const { dir } = await make(source, { lyingShare });
    const config = dataConfigSchema.parse({ source: "folder", dir });
    const { radiographs } = await openSource(config, { cacheDir: await temporaryFolder() }).manifest();
    expect(radiographs).toHaveLength(48); // whatever its name, every file is read
    return radiographs.filter(({ path, format }) => path.endsWith("png") !== (format === "png")).length;
  };
  expect(await lies(0)).toBe(0);
  expect(await lies(1)).toBe(48);
});

test("only the first radiographs are copied where the recipe says so", async () => {
  const { files } = await make(await originals(), { copied: 2 });
  expect([...countBy(files, (file) => file.radiograph).values()].sort()).toEqual([1, 1, 1, 1, 8, 8]);
});

test("a set that is whole is used again; one that lost or cut a file is made anew", async () => {
  const source = await originals();
  const cacheDir = await temporaryFolder();
  const set = await makeCopiesSet(source, recipe, { cacheDir });
  const file = join(set.dir, set.files[0]!.path);
  const whole = await readFile(file);
  const { ino } = await stat(file);
  expect(await makeCopiesSet(source, recipe, { cacheDir })).toEqual(set);
  expect((await stat(file)).ino).toBe(ino);
  await writeFile(file, whole.subarray(0, 10));
  expect(await makeCopiesSet(source, recipe, { cacheDir })).toEqual(set);
  expect(await readFile(file)).toEqual(whole);
});

test("an aborted making leaves nothing", async () => {
  const stop = new AbortController();
  const cacheDir = await temporaryFolder();
  const onProgress = (): void => {
    stop.abort(new Error("stopped by hand"));
  };
  const making = makeCopiesSet(await originals(), recipe, { cacheDir, onProgress, signal: stop.signal });
  await expect(making).rejects.toThrow("stopped by hand");
  expect((await listFilesBelow(cacheDir, ".")).files).toEqual([]);
});

test("of two radiographs with one content the first is taken", async () => {
  const source = await originals();
  const [first] = source.radiographs;
  const { files } = await make({ ...source, radiographs: [first!, { ...first!, path: "images/again.jpeg" }] });
  expect(new Set(files.map((file) => file.radiograph))).toEqual(new Set([first!.path]));
});

test("the truth serves as data.groupsFile: patients are known though no name tells them", async () => {
  const { dir, truthFile } = await make(await originals());
  const config = dataConfigSchema.parse({
    source: "folder",
    dir,
    groupsFile: truthFile,
    groupsHoldCopies: true,
    findCopies: false,
  });
  const { manifest } = await readGroupedSet(config, { cacheDir: await temporaryFolder() });
  expect(new Set(manifest.radiographs.map(({ group }) => group)).size).toBe(3);
});

test("a recipe that cannot be, and a radiograph that changed since, are said so", async () => {
  const source = await originals();
  await expect(make(source, { contentsEach: 9 })).rejects.toThrow(
    "copies: expected whole numbers with 1 <= contentsEach <= filesEach. Received: contentsEach=9, filesEach=8.",
  );
  await writeFile(join(source.root, source.radiographs[0]!.path), "another picture");
  await expect(make(source)).rejects.toThrow(/as it was inspected\. Received: other bytes/);
});
