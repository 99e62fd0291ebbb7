import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataConfigSchema } from "../../lib/data/config.js";
import { readImages } from "../../lib/data/readImages.js";
import { createFolderSource } from "../../lib/data/sources/folder.js";
import { standardize } from "../../lib/data/standardize.js";
import { standardizeManifest } from "../../lib/data/standardizeAll.js";
import type { Dataset, Manifest } from "../../lib/data/types.js";
import { temporaryFolder, tinyPng, writeFiles } from "./fixtures.js";

const config = dataConfigSchema.parse({ imageSize: 32 });

async function someImages(): Promise<{ manifest: Manifest; cacheDir: string; dir: string }> {
  const [dir, cacheDir] = [await temporaryFolder(), await temporaryFolder()];
  const files = await Promise.all([0, 1, 2, 3].map((i) => tinyPng(i)));
  await writeFiles(dir, {
    "fractured/a.png": files[0]!,
    "fractured/copy.png": files[0]!,
    "fractured/b.png": files[1]!,
    "not_fractured/c.png": files[2]!,
    "not_fractured/d.png": files[3]!,
  });
  const manifest = await createFolderSource({ dir, cacheDir, config }).manifest();
  return { manifest, cacheDir, dir };
}

const allPixels = (dataset: Dataset): Uint8Array => readImages(dataset, [...dataset.labels.keys()]);

const cacheFileIn = async (cacheDir: string): Promise<string> => {
  const [name, ...more] = await readdir(join(cacheDir, "standardized"));
  expect(more).toEqual([]);
  return join(cacheDir, "standardized", name!);
};

test("every radiograph has its own pixels and class number, in the manifest's order", async () => {
  const { manifest, cacheDir, dir } = await someImages();
  const dataset = await standardizeManifest(manifest, config, { cacheDir });
  expect(dataset.radiographs).toBe(manifest.radiographs);
  expect([...dataset.labels]).toEqual([1, 1, 1, 0, 0]);
  for (const [i, { path }] of manifest.radiographs.entries()) {
    const alone = await standardize(await readFile(join(dir, path)), config);
    expect(readImages(dataset, [i])).toEqual(alone);
  }
});

test("a second call takes all from the cache, where a copy is kept once", async () => {
  const { manifest, cacheDir } = await someImages();
  const fresh = await standardizeManifest(manifest, config, { cacheDir });
  expect(await readFile(await cacheFileIn(cacheDir))).toHaveLength(32 + 4 * 1024);
  let worked = 0;
  const cached = await standardizeManifest(manifest, config, { cacheDir, onProgress: () => worked++ });
  expect(worked).toBe(0);
  expect(cached).toEqual(fresh); // down to the file's descriptor
});

test("other settings are another cache", async () => {
  const { manifest, cacheDir } = await someImages();
  const usual = await standardizeManifest(manifest, config, { cacheDir });
  const harder = await standardizeManifest(manifest, { ...config, intensityPercentiles: [10, 80] }, { cacheDir });
  expect(allPixels(harder)).not.toEqual(allPixels(usual));
  const smaller = await standardizeManifest(manifest, { ...config, imageSize: 16 }, { cacheDir });
  expect(allPixels(smaller)).toHaveLength(5 * 256);
});

test.each<[string, (bytes: Buffer) => Buffer]>([
  [
    "one changed byte",
    (bytes) => Buffer.concat([bytes.subarray(0, 500), Buffer.of(bytes[500]! ^ 1), bytes.subarray(501)]),
  ],
  ["a cut", (bytes) => bytes.subarray(0, 2000)],
  ["nothing in it", () => Buffer.alloc(0)],
])("a cache with %s is made anew, with a warning", async (_, damage) => {
  const { manifest, cacheDir } = await someImages();
  const fresh = await standardizeManifest(manifest, config, { cacheDir });
  const expected = allPixels(fresh);
  const file = await cacheFileIn(cacheDir);
  const intact = await readFile(file);
  await writeFile(file, damage(intact));
  const warnings: string[] = [];
  const again = await standardizeManifest(manifest, config, { cacheDir, warn: (line) => warnings.push(line) });
  expect(allPixels(again)).toEqual(expected);
  expect(warnings).toEqual([`The cache ${file} is damaged and is made anew.`]);
  expect(await readFile(file)).toEqual(intact);
});

test("a file changed or gone since it was inspected ends the run", async () => {
  const { manifest, cacheDir, dir } = await someImages();
  await writeFiles(dir, { "fractured/b.png": await tinyPng(9) });
  await expect(standardizeManifest(manifest, config, { cacheDir })).rejects.toThrow(
    /b\.png as it was inspected\. Received: other bytes/,
  );
  await expect(standardizeManifest({ ...manifest, root: "/nowhere" }, config, { cacheDir })).rejects.toThrow(
    "Received: ENOENT",
  );
});

test("an aborted signal ends it with nothing written", async () => {
  const { manifest, cacheDir } = await someImages();
  const stop = new AbortController();
  const running = standardizeManifest(manifest, config, {
    cacheDir,
    signal: stop.signal,
    concurrency: 1,
    onProgress: () => {
      stop.abort(new Error("Ctrl-C"));
    },
  });
  await expect(running).rejects.toThrow("Ctrl-C");
  expect(await readdir(join(cacheDir, "standardized"))).toEqual([]);
});

test("a cache folder that may not be written is one sentence", async () => {
  const { manifest, dir } = await someImages();
  const cacheDir = await temporaryFolder();
  await chmod(dir, 0o755);
  await chmod(cacheDir, 0o555);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await expect(standardizeManifest(manifest, config, { cacheDir })).rejects.toThrow(
      /Expected a folder that can be written\. Received: .* \(EACCES\)\. Choose another/,
    );
  } finally {
    if (isRoot) process.seteuid?.(0);
    await chmod(cacheDir, 0o755);
  }
});

const mountTiny = (folder: string): boolean => {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false; // only root may mount
  }
};

test("a full disk is one sentence, and nothing half-written stays", async ({ skip }) => {
  const { manifest } = await someImages();
  const cacheDir = join(await temporaryFolder(), "full");
  await mkdir(cacheDir);
  skip(!mountTiny(cacheDir), "mounting a small disk needs root");
  try {
    await expect(standardizeManifest(manifest, { ...config, imageSize: 256 }, { cacheDir })).rejects.toThrow(
      /^Expected room to write .*\. Received: no space left\. Free some, or use another disk\.$/,
    );
    expect(await readdir(join(cacheDir, "standardized"))).toEqual([]);
  } finally {
    execFileSync("umount", [cacheDir]);
  }
});
