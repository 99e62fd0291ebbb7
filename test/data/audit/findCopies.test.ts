import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findCopies, type FindCopiesOptions } from "../../../lib/data/audit/findCopies.js";
import type { CopyFile } from "../../../lib/data/copies/copiesTruth.js";
import { judgeCopies } from "../../../lib/data/copies/judgeCopies.js";
import { makeCopiesSet, type CopiesSet } from "../../../lib/data/copies/makeCopiesSet.js";
import { createPhantomSource } from "../../../lib/data/phantom/index.js";
import { temporaryFolder } from "../fixtures.js";

/** One view of each of some simulated patients, with copies of the first of them. */
let folder: string;
let set: CopiesSet;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fracture-audit-"));
  const { radiographs, root } = await createPhantomSource({ patients: 7, seed: 5 }, folder).manifest();
  const firstViews = [...new Map(radiographs.map((file) => [file.group, file])).values()];
  const recipe = { contentsEach: 6, filesEach: 6, lyingShare: 0, seed: "phantom", copied: 3 };
  set = await makeCopiesSet({ root, radiographs: firstViews }, recipe, { cacheDir: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const pathsOf = (files: readonly CopyFile[]) => new Map(files.map(({ sha256, path }) => [sha256, join(set.dir, path)]));
const freshCache = async (): Promise<FindCopiesOptions> => ({
  cacheDir: await temporaryFolder(),
  root: folder,
  maxPixels: 1e8,
});

test("copies of simulated radiographs are found, strangers are left apart, and a second call gives the same", async () => {
  const options = await freshCache();
  const first = await findCopies(pathsOf(set.files), options);
  const found = set.files.map(({ path, sha256 }) => ({ path, group: first.groupOf.get(sha256)! }));
  const { precision, recall } = judgeCopies(set.files, found);
  expect(precision).toBe(1);
  expect(recall).toBeGreaterThanOrEqual(0.9);
  expect((await findCopies(pathsOf([...set.files].reverse()), options)).groupOf).toEqual(first.groupOf);
});

test("pairs that somebody else suggests are compared too, in either state, and do not change what is sure", async () => {
  const some = pathsOf(set.files.slice(0, 8));
  const plain = await findCopies(some, await freshCache());
  const everyPair = (count: number): [number, number][] =>
    Array.from({ length: count }, (_, i) =>
      Array.from({ length: count - i - 1 }, (__, k): [number, number] => [i, i + k + 1]),
    ).flat();
  const suggest = ({ hashes }: { hashes: readonly string[] }) => Promise.resolve(everyPair(hashes.length));
  const found = await findCopies(some, { ...(await freshCache()), suggest });
  expect(found.sources.map(({ source, pairs }) => [source, pairs])).toEqual([
    ["keypoints", plain.sources[0]!.pairs],
    ["embedding", 28],
  ]);
  expect(found.sources[1]!.copies).toBeGreaterThanOrEqual(plain.sources[0]!.copies);
});

test("a stopped search goes on where it was, to the same end", async () => {
  const some = pathsOf(set.files.slice(0, 8));
  const options = await freshCache();
  const stop = new AbortController();
  const onProgress = (stage: string, done: number): void => {
    if (stage === "describing" && done === 4) stop.abort();
  };
  await expect(findCopies(some, { ...options, signal: stop.signal, onProgress })).rejects.toThrow(/abort/i);
  const resumed = await findCopies(some, options);
  expect(resumed.groupOf).toEqual((await findCopies(some, await freshCache())).groupOf);
});

test("an audit that was stopped while comparing neither describes nor searches again", async () => {
  const some = pathsOf(set.files.slice(0, 8));
  const options = await freshCache();
  const stop = new AbortController();
  const stopComparing = (stage: string): void => {
    if (stage === "comparing") stop.abort();
  };
  await expect(findCopies(some, { ...options, signal: stop.signal, onProgress: stopComparing })).rejects.toThrow(
    /abort/i,
  );
  const stages = new Set<string>();
  await findCopies(some, { ...options, onProgress: (stage) => stages.add(stage) });
  expect(stages).not.toContain("searching");
});

test("a set of one picture or of none has no copies", async () => {
  const options = await freshCache();
  const [only] = set.files;
  expect((await findCopies(new Map(), options)).groupOf).toEqual(new Map());
  expect((await findCopies(pathsOf([only!]), options)).groupOf).toEqual(new Map([[only!.sha256, only!.sha256]]));
});

test("a file that changed since it was inspected is said so", async () => {
  const wrong = new Map([["0".repeat(64), join(set.dir, set.files[0]!.path)]]);
  await expect(findCopies(wrong, await freshCache())).rejects.toThrow(/as it was inspected\. Received: other bytes/);
});
