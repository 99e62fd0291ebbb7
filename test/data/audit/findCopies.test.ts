import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findCopies, type FindCopiesOptions } from "../../../lib/data/audit/findCopies.js";
import { createPhantomSource } from "../../../lib/data/phantom/index.js";
import { temporaryFolder } from "../fixtures.js";
import { writeCopiesSet, type KnownFile } from "./copiesSet.js";
import { judgePairwise } from "./pairwise.js";

/** One view of each of some simulated patients, with copies of the first of them. */
let folder: string;
let files: KnownFile[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fracture-audit-"));
  const { radiographs, root } = await createPhantomSource({ patients: 7, seed: 5 }, folder).manifest();
  const firstViews = new Map(radiographs.map((file) => [file.group, file]));
  const originals = new Map<string, Buffer>();
  for (const { path } of firstViews.values()) originals.set(basename(path), await readFile(join(root, path)));
  files = await writeCopiesSet(join(folder, "set"), originals, { copied: 3, copiesEach: 5, seed: "phantom" });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const pathsOf = (some: readonly KnownFile[]) => new Map(some.map(({ sha256, path }) => [sha256, path]));
const freshCache = async (): Promise<FindCopiesOptions> => ({
  cacheDir: await temporaryFolder(),
  root: folder,
  maxPixels: 1e8,
});

test("copies of simulated radiographs are found, strangers are left apart, and a second call gives the same", async () => {
  const options = await freshCache();
  const first = await findCopies(pathsOf(files), options);
  const { precision, recall } = judgePairwise(files, first.groupOf);
  expect(precision).toBe(1);
  expect(recall).toBeGreaterThanOrEqual(0.9);
  expect((await findCopies(pathsOf([...files].reverse()), options)).groupOf).toEqual(first.groupOf);
});

test("a stopped search goes on where it was, to the same end", async () => {
  const some = pathsOf(files.slice(0, 8));
  const options = await freshCache();
  const stop = new AbortController();
  const onProgress = (stage: string, done: number): void => {
    if (stage === "describing" && done === 4) stop.abort();
  };
  await expect(findCopies(some, { ...options, signal: stop.signal, onProgress })).rejects.toThrow(/abort/i);
  const resumed = await findCopies(some, options);
  expect(resumed.groupOf).toEqual((await findCopies(some, await freshCache())).groupOf);
});

test("a set of one picture or of none has no copies", async () => {
  const options = await freshCache();
  const [only] = files;
  expect((await findCopies(new Map(), options)).groupOf).toEqual(new Map());
  expect((await findCopies(pathsOf([only!]), options)).groupOf).toEqual(new Map([[only!.sha256, only!.sha256]]));
});

test("a file that changed since it was inspected is said so", async () => {
  const wrong = new Map([["0".repeat(64), files[0]!.path]]);
  await expect(findCopies(wrong, await freshCache())).rejects.toThrow(/as it was inspected\. Received: other bytes/);
});
