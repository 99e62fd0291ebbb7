import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assignedRadiographs } from "../../lib/data/assignedRadiographs.js";
import { dataConfigSchema, type DataConfig } from "../../lib/data/config.js";
import { makeCopiesSet, type CopiesSet } from "../../lib/data/copies/makeCopiesSet.js";
import { createPhantomSource } from "../../lib/data/phantom/index.js";
import { prepareData, type PreparedData } from "../../lib/data/prepareData.js";
import { countFolds, prepareFolds } from "../../lib/data/prepareFolds.js";
import { describeCopies, readGroupedSet } from "../../lib/data/readGroupedSet.js";
import { splitNames } from "../../lib/data/split.js";

/** Radiographs of some simulated patients, each in three files with nothing in common but what they show. */
let folder: string;
let set: CopiesSet;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fracture-prepare-"));
  const { root, radiographs } = await createPhantomSource({ patients: 16, seed: 5 }, folder).manifest();
  const firstViews = [...new Map(radiographs.map((file) => [file.group, file])).values()];
  const chains = ["mirrored", "gamma and gain", "quarter turn"] as const;
  const recipe = { chains, contentsEach: 3, filesEach: 3, lyingShare: 0, seed: "prepare" };
  set = await makeCopiesSet({ root, radiographs: firstViews }, recipe, { cacheDir: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function configOf(changes: Partial<DataConfig> = {}): DataConfig {
  return { ...dataConfigSchema.parse({ source: "folder", dir: set.dir, imageSize: 16 }), ...changes };
}

/** The search misses a copy of a simulated radiograph now and then (test/data/audit). */
const missed = 1;

/** How many radiographs truly are in more than one part. */
function trulyLeaking(data: PreparedData): number {
  const originalOf = new Map(set.files.map(({ path, radiograph }) => [path, radiograph]));
  const parts = new Map<string, Set<string>>();
  for (const { path, split } of assignedRadiographs(data)) {
    const original = originalOf.get(path)!;
    parts.set(original, (parts.get(original) ?? new Set()).add(split!));
  }
  return [...parts.values()].filter((found) => found.size > 1).length;
}

test("copies under names that say nothing are kept together, and the search is read from the cache the second time", async () => {
  const stages: string[] = [];
  const onProgress = (stage: string): number => stages.push(stage);
  const first = await prepareData(configOf(), { cacheDir: folder, onProgress });
  expect(trulyLeaking(first)).toBeLessThanOrEqual(missed);
  expect(first.split).toMatchObject({ by: "group", leaky: false });
  expect(first.copies).toMatchObject({ contents: 48, groups: { before: 48 } });
  expect(describeCopies(first.copies!)).toMatch(
    /^copies: 48 contents show 1\d radiographs, groups joined by them: 48 became 1\d$/,
  );
  expect(stages).toContain("describing");
  stages.length = 0;
  const second = await prepareData(configOf(), { cacheDir: folder, onProgress });
  expect(second.split).toEqual(first.split);
  expect(stages).not.toContain("describing");
});

test("without the search the same split leaks unseen, so the search is on unless turned off", async () => {
  const warnings: string[] = [];
  const onWarning = (message: string): number => warnings.push(message);
  const blind = await prepareData(configOf({ findCopies: false }), { cacheDir: folder, onWarning });
  expect(warnings).toEqual([expect.stringMatching(/^Copies of radiographs were NOT searched for/)]);
  expect(blind.copies).toBeUndefined();
  expect(trulyLeaking(blind)).toBeGreaterThan(5);
});

test("a random split of copies is refused with pairs named; allowed, it is marked and every leak is counted", async () => {
  await expect(prepareData(configOf({ splitBy: "image" }), { cacheDir: folder })).rejects.toThrow(
    /^split: expected every group on one side\. Received: \d+ groups in more than one part, such as \S+ \((train|validation|test)\) with/,
  );
  const leaky = await prepareData(configOf({ splitBy: "image", allowLeak: true }), { cacheDir: folder });
  expect(leaky.split).toMatchObject({ by: "image", leaky: true });
  expect(leaky.split.leaks.length).toBeGreaterThanOrEqual(trulyLeaking(leaky) - missed);
});

test("a copy under the other label is warned of and counted; data.contradictoryCopies=drop leaves it out with its copies", async () => {
  const dir = await mkdtemp(join(folder, "contradictory-"));
  await cp(set.dir, dir, { recursive: true });
  const mirrored = set.files.find(({ path, chain }) => chain === "mirrored" && path.startsWith("fractured/"))!;
  const mislabelled = mirrored.path.replace("fractured/", "not_fractured/");
  await rename(join(dir, mirrored.path), join(dir, mislabelled));
  const warnings: string[] = [];
  const options = { cacheDir: folder, onWarning: (message: string) => warnings.push(message) };
  const before = await readGroupedSet(configOf(), options);
  const kept = await prepareData(configOf({ dir }), options);
  expect(warnings.filter((text) => /^CONTRADICTORY LABELS: .*: kept/.test(text))).toHaveLength(1);
  const found = kept.copies!.contradictions;
  expect(found.radiographs - before.copies!.contradictions.radiographs).toBe(1);
  const dropped = await prepareData(configOf({ dir, contradictoryCopies: "drop" }), options);
  expect(dropped.copies!.contradictions).toEqual({ ...found, dropped: true });
  expect(dropped.manifest.rejected.filter(({ reason }) => reason === "contradictory label")).toHaveLength(found.files);
  expect(dropped.manifest.rejected.map(({ path }) => path)).toContain(mislabelled);
  expect(dropped.manifest.radiographs.length + found.files).toBe(kept.manifest.radiographs.length);
});

test("phantoms know their patients: no search, and their groups stay", async () => {
  const config = { ...dataConfigSchema.parse({ imageSize: 16 }), phantom: { patients: 16, seed: 5 } };
  const { copies, split } = await prepareData(config, { cacheDir: folder });
  expect(copies).toBeUndefined();
  expect(split.leaky).toBe(false);
});

test("folds hold every image out once, copies together, and each fold is a data set of its own with its own digest", async () => {
  const { folds, manifest, digest, copies } = await prepareFolds(
    configOf(),
    { folds: 3, repeats: 1 },
    { cacheDir: folder },
  );
  expect(countFolds(folds)).toBe("3 folds");
  expect(copies?.contents).toBe(48);
  expect(folds.flatMap(({ data }) => data.splits.test.radiographs)).toHaveLength(manifest.radiographs.length);
  for (const { data } of folds) {
    expect(trulyLeaking(data)).toBeLessThanOrEqual(missed);
    expect(data.split).toMatchObject({ by: "group", leaky: false, fold: { folds: 3, repeats: 1 } });
    for (const name of splitNames) expect(new Set(data.splits[name].labels).size).toBe(2);
  }
  expect(new Set([digest, ...folds.map(({ data }) => data.split.digest)]).size).toBe(4);
});

test("folds beside a split of another kind are refused", async () => {
  const config = configOf({ splitBy: "image", allowLeak: true });
  await expect(prepareFolds(config, { folds: 3, repeats: 1 }, { cacheDir: folder })).rejects.toThrow(
    "Received: data.splitBy=image, data.allowLeak. Leave one out.",
  );
});

test("folds of a limited set hold out its share of the groups, each image once", async () => {
  const counts = { folds: 2, repeats: 1 };
  const { folds, manifest, radiographs } = await prepareFolds(configOf({ limit: 0.5 }), counts, { cacheDir: folder });
  const share = radiographs.length / manifest.radiographs.length;
  expect(share).toBeGreaterThan(0.35);
  expect(share).toBeLessThan(0.65);
  const held = folds.flatMap(({ data }) => data.splits.test.radiographs.map(({ path }) => path));
  expect(held.sort()).toEqual(radiographs.map(({ path }) => path).sort());
  for (const { data } of folds) {
    expect(splitNames.reduce((sum, name) => sum + data.splits[name].labels.length, 0)).toBe(radiographs.length);
  }
});
