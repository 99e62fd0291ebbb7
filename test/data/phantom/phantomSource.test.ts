import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import sharp from "sharp";
import { createPhantomSource, loadFractureMask } from "../../../lib/data/phantom/index.js";
import type { Manifest } from "../../../lib/data/types.js";

const config = { patients: 6, seed: 3 };
let scratch: string;
let cacheDir: string;
let manifest: Manifest;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "phantom-"));
  cacheDir = join(scratch, "shared");
  manifest = await createPhantomSource(config, cacheDir).manifest();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

test("the same config gives the same files to the byte, in another folder too", async () => {
  const other = await createPhantomSource(config, join(scratch, "other")).manifest();
  expect(other.digest).toBe(manifest.digest);
  for (const folder of ["images", "masks"]) {
    const names = await readdir(join(manifest.root, folder));
    expect(await readdir(join(other.root, folder))).toEqual(names);
    for (const name of names) {
      const [a, b] = await Promise.all([manifest, other].map(({ root }) => readFile(join(root, folder, name))));
      expect(a!.equals(b!)).toBe(true);
    }
  }
});

test("a patient's images depend on seed and number alone, not on how many patients there are", async () => {
  const fewer = await createPhantomSource({ patients: 4, seed: 3 }, cacheDir).manifest();
  const hashes = new Map(manifest.radiographs.map(({ path, sha256 }) => [path, sha256]));
  for (const { path, sha256 } of fewer.radiographs) expect(hashes.get(path)).toBe(sha256);
});

test("all views of a patient share a group, and no patient shares one", () => {
  for (const { path, group } of manifest.radiographs) expect(path.startsWith(`images/${group}-`)).toBe(true);
  expect(new Set(manifest.radiographs.map(({ group }) => group)).size).toBe(config.patients);
});

test("the manifest says of each file what the file says of itself", async () => {
  for (const { path, widthPixels, heightPixels, format, channels, bytes } of manifest.radiographs) {
    const file = await readFile(join(manifest.root, path));
    const metadata = await sharp(file).metadata();
    const turned = (metadata.orientation ?? 1) >= 5;
    const stored = turned ? [heightPixels, widthPixels] : [widthPixels, heightPixels];
    expect([metadata.width, metadata.height]).toEqual(stored);
    expect([metadata.format, metadata.channels, file.length]).toEqual([format, channels, bytes]);
  }
});

test("a mask has the upright image's size, and each of its bits fills the box of that fracture", async () => {
  for (const radiograph of manifest.radiographs) {
    const { bits, widthPixels, heightPixels } = await loadFractureMask(manifest, radiograph);
    expect([widthPixels, heightPixels]).toEqual([radiograph.widthPixels, radiograph.heightPixels]);
    const boxes = radiograph.boxes ?? [];
    expect(bits.some((value) => value > 0)).toBe(radiograph.label === "fractured");
    boxes.forEach(({ xMin, xMax, yMin, yMax }, k) => {
      const marked = [...bits.keys()].filter((i) => (bits[i]! >> k) & 1);
      const columns = marked.map((i) => i % widthPixels);
      expect(Math.min(...columns)).toBe(Math.round(xMin * widthPixels));
      expect(Math.max(...columns) + 1).toBe(Math.round(xMax * widthPixels));
      expect(Math.floor(marked[0]! / widthPixels)).toBe(Math.round(yMin * heightPixels));
      expect(Math.floor(marked.at(-1)! / widthPixels) + 1).toBe(Math.round(yMax * heightPixels));
    });
  }
});

test("a second call reads what is there, in well under a second", async () => {
  const started = performance.now();
  const again = await createPhantomSource(config, cacheDir).manifest();
  expect(performance.now() - started).toBeLessThan(500);
  expect(again).toEqual(manifest);
});

test("two builds at once end with one whole folder and nothing beside it", async () => {
  const folder = join(scratch, "at once");
  const both = await Promise.all([1, 2].map(() => createPhantomSource({ patients: 4, seed: 3 }, folder).manifest()));
  expect(both[0]).toEqual(both[1]);
  expect(await readdir(folder)).toHaveLength(1);
});

test("a folder that lost or cut a file is made again", async () => {
  const folder = join(scratch, "damaged");
  const source = createPhantomSource({ patients: 4, seed: 3 }, folder);
  const { root, radiographs } = await source.manifest();
  await rm(join(root, radiographs[0]!.path));
  await writeFile(join(root, radiographs[1]!.path), "cut");
  const mended = await source.manifest();
  expect(await readFile(join(root, mended.radiographs[1]!.path))).toHaveLength(mended.radiographs[1]!.bytes);
  expect(await readdir(join(root, "images"))).toHaveLength(mended.radiographs.length);
});

test("what a killed build left is swept away after ten minutes, what a running one writes is not", async () => {
  const folder = join(scratch, "killed");
  const { root } = await createPhantomSource({ patients: 4, seed: 3 }, folder).manifest();
  await rm(root, { recursive: true });
  const [dead, alive] = [`${root}.building-dead`, `${root}.building-alive`];
  await mkdir(dead);
  await mkdir(alive);
  const longAgo = new Date(Date.now() - 11 * 60 * 1000);
  await utimes(dead, longAgo, longAgo);
  await createPhantomSource({ patients: 4, seed: 3 }, folder).manifest();
  expect((await readdir(folder)).map((name) => join(folder, name)).sort()).toEqual([root, alive]);
});

test("a build that fails leaves nothing behind and says so in a sentence", async () => {
  const file = join(scratch, "a file");
  await writeFile(file, "");
  await expect(createPhantomSource(config, join(file, "cache")).manifest()).rejects.toThrow(
    /Expected a folder that can be written\. Received: .*a file/,
  );
});

test.each([
  [{ patients: 3, seed: 1 }, /data\.phantom\.patients: expected a whole number of at least 4\. Received: 3\./],
  [{ patients: 10.5, seed: 1 }, /data\.phantom\.patients: .* Received: 10\.5\./],
  [{ patients: 10, seed: -1 }, /data\.phantom\.seed: expected a whole number of at least 0\. Received: -1\./],
])("a bad config is refused before anything is written: %j", (bad, message) => {
  expect(() => createPhantomSource(bad, join(scratch, "never"))).toThrow(message);
});

test("masks of another source are refused", async () => {
  const other = { ...manifest, source: "folder" };
  await expect(loadFractureMask(other, manifest.radiographs[0]!)).rejects.toThrow(/Received: folder/);
});
