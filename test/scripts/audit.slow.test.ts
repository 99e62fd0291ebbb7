import { existsSync, readdirSync, statSync, truncateSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import sharp from "sharp";
import { expect, test } from "vitest";
import type { Audit } from "../../lib/data/audit/auditSet.js";
import { dataConfigSchema } from "../../lib/data/config.js";
import {
  drawRadiographs,
  judgeCopies,
  makeCopiesSet,
  type CopiesJudgement,
  type CopiesSet,
} from "../../lib/data/copies/index.js";
import { makeCopy } from "../../lib/data/copies/makeCopy.js";
import { openSource } from "../../lib/data/openSource.js";
import { createPhantomSource } from "../../lib/data/phantom/index.js";
import { createRandom } from "../../lib/random.js";
import { temporaryFolder, writeFiles } from "../data/fixtures.js";
import { runScript, type Ended } from "./runScript.js";

/** Four simulated radiographs, each of another patient. */
async function radiographs(): Promise<Buffer[]> {
  const manifest = await createPhantomSource({ patients: 4, seed: 5 }, await temporaryFolder()).manifest();
  const firstViews = new Map(manifest.radiographs.map((file) => [file.group, file]));
  return Promise.all([...firstViews.values()].map(({ path }) => readFile(join(manifest.root, path))));
}

async function audit(
  dir: string,
  cache: string,
  until?: () => boolean,
): Promise<Ended & { json: string; groups: string }> {
  const [json, groups] = [join(cache, "audit.json"), join(cache, "groups.csv")];
  const args = ["--data", "folder", "--data-dir", dir, "--json", json, "--groups", groups];
  const ended = await runScript("audit", args, { env: { FRACTURE_CACHE_DIR: cache }, ...(until ? { until } : {}) });
  return { ...ended, json, groups };
}

test("the audit of a leaky set names copies across splits, contradictory labels and bad files, and writes groups", async () => {
  const [a, b, c, d] = (await radiographs()) as [Buffer, Buffer, Buffer, Buffer];
  const dir = await temporaryFolder();
  await writeFiles(dir, {
    "train/fractured/a.jpg": await sharp(a).jpeg().toBuffer(),
    "test/fractured/a-turned.jpg": await makeCopy(a, "mirror, rotation, size", createRandom("audit")),
    "train/fractured/b.jpg": await sharp(b).jpeg().toBuffer(),
    "train/not fractured/b-smaller.jpg": await sharp(b).resize(200).jpeg().toBuffer(),
    "train/not fractured/c.jpg": await sharp(c).png().toBuffer(),
    "test/not fractured/d.png": await sharp(d).png().toBuffer(),
    "test/not fractured/d-same.png": await sharp(d).png().toBuffer(),
    "test/not fractured/broken.jpg": (await sharp(d).jpeg().toBuffer()).subarray(0, 2000),
  });
  const cache = await temporaryFolder();
  const { code, stdout, json, groups } = await audit(dir, cache);
  expect(code).toBe(0);
  expect(stdout).toContain("8 files, 1 of them unreadable; 6 distinct contents of 4 radiographs");
  expect(JSON.parse(await readFile(json, "utf8")) as Audit).toMatchObject({
    files: 8,
    unreadable: [{ path: "test/not fractured/broken.jpg", class: "not_fractured", reason: "truncated" }],
    mislabelledFormats: [{ path: "train/not fractured/c.jpg", class: "not_fractured", format: "png" }],
    faultsByClass: { fractured: { unreadable: 0, mislabelled: 0 }, not_fractured: { unreadable: 1, mislabelled: 1 } },
    distinctContents: 6,
    radiographs: 4,
    leaks: [{ splits: ["test", "train"], files: ["test/fractured/a-turned.jpg", "train/fractured/a.jpg"] }],
    contradictions: [{ labels: ["fractured", "not_fractured"] }],
  });
  const rows = (await readFile(groups, "utf8")).trim().split("\n");
  expect(rows[0]).toBe("path,group");
  expect(rows).toHaveLength(8);
  const groupOf = new Map(rows.slice(1).map((row) => row.split(",") as [string, string]));
  expect(groupOf.get("train/fractured/a.jpg")).toBe(groupOf.get("test/fractured/a-turned.jpg"));
  expect(new Set(groupOf.values()).size).toBe(4);
});

test("the same bytes under two labels are a contradiction though training refuses them", async () => {
  const [a, b] = (await radiographs()) as [Buffer, Buffer];
  const dir = await temporaryFolder();
  await writeFiles(dir, { "fractured/a.png": a, "intact/a.png": a, "fractured/b.png": b, "intact/c.png": "junk" });
  const { code, json } = await audit(dir, await temporaryFolder());
  expect(code).toBe(0);
  expect(JSON.parse(await readFile(json, "utf8"))).toMatchObject({
    files: 4,
    radiographs: 2,
    leaks: [],
    contradictions: [{ files: ["fractured/a.png", "intact/a.png"] }],
    unreadable: [{ path: "intact/c.png", reason: "not an image" }],
  });
});

test("an audit of a folder without images says what it expected", async () => {
  const { code, stderr } = await audit(await temporaryFolder(), await temporaryFolder());
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/^data: expected train\/, val\/ and test\/.* Received: .*, which is empty/m);
});

async function judged({ files }: CopiesSet, groupsFile: string): Promise<CopiesJudgement> {
  const rows: { path: string; group: string }[] = parse(await readFile(groupsFile, "utf8"), { columns: true });
  return judgeCopies(files, rows);
}

/** The pictures that an audit has described, by name, and when each was written. */
function described(cache: string): Map<string, number> {
  const folder = join(cache, "audit");
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  return new Map(
    names.filter((name) => name.endsWith(".bin")).map((name) => [name, statSync(join(folder, name)).mtimeMs]),
  );
}

test("Ctrl-C ends the audit with 130; started again, it goes on where it was, to the end of one that was never stopped", async () => {
  const work = await temporaryFolder();
  const { root, radiographs: simulated } = await createPhantomSource({ patients: 6, seed: 8 }, work).manifest();
  const recipe = { contentsEach: 20, filesEach: 20, lyingShare: 0, seed: "stopped" };
  const originals = { root, radiographs: drawRadiographs(simulated, 6, 1) };
  const copies = await makeCopiesSet(originals, recipe, { cacheDir: work });
  const cache = await temporaryFolder();
  const stopped = await audit(copies.dir, cache, () => described(cache).size >= 20);
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).not.toMatch(/^\s+at /m);
  expect(existsSync(stopped.groups)).toBe(false);
  const before = described(cache);
  expect(before.size).toBeLessThan(120);

  const resumed = await audit(copies.dir, cache);
  expect(resumed.code).toBe(0);
  const after = described(cache);
  expect(after.size).toBe(120);
  for (const [name, time] of before) expect(after.get(name)).toBe(time);
  const groups = await readFile(resumed.groups, "utf8");
  const whole = await audit(copies.dir, await temporaryFolder());
  expect(await readFile(whole.groups, "utf8")).toBe(groups);
  const { precision, recall } = await judged(copies, whole.groups);
  expect(precision).toBe(1);
  expect(recall).toBeGreaterThanOrEqual(0.9);
});

const dataDir = process.env["FRACTURE_DATA_DIR"];
test.skipIf(dataDir === undefined)(
  "of 200 files of 80 real radiographs, copies are found and strangers left apart (needs FRACTURE_DATA_DIR)",
  async () => {
    const work = await temporaryFolder();
    const config = dataConfigSchema.parse({ source: "fracatlas", dir: dataDir, maxRejectedShare: 1 });
    const { root, radiographs: real } = await openSource(config, { cacheDir: work }).manifest();
    const recipe = { contentsEach: 7, filesEach: 7, lyingShare: 0.05, seed: "real", copied: 20 };
    const originals = { root, radiographs: drawRadiographs(real, 80, 6) };
    const copies = await makeCopiesSet(originals, recipe, { cacheDir: work });
    expect(copies.files).toHaveLength(200);
    const { code, groups } = await audit(copies.dir, await temporaryFolder());
    expect(code).toBe(0);
    const { precision, recall } = await judged(copies, groups);
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  },
);

test("one class is said to be one, and what a crash left half-written in the cache is made again", async () => {
  const [a, b] = (await radiographs()) as [Buffer, Buffer];
  const dir = await temporaryFolder();
  await writeFiles(dir, {
    "fractured/a.png": a,
    "fractured/a.jpg": await sharp(a).jpeg().toBuffer(),
    "fractured/b.png": b,
  });
  const cache = await temporaryFolder();
  const first = await audit(dir, cache);
  expect(first.code).toBe(0);
  expect(first.stdout).toContain("3 distinct contents of 2 radiographs");
  expect(first.stdout).toContain("One class only");
  const groups = await readFile(first.groups, "utf8");

  const folder = join(cache, "audit");
  const written = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(bin|json)$/.test(name),
  );
  expect(written).toHaveLength(5); // three descriptions, the pairs found, their likeness
  for (const name of written) truncateSync(join(folder, name), Math.floor(statSync(join(folder, name)).size / 2));
  const again = await audit(dir, cache);
  expect(again.code).toBe(0);
  expect(await readFile(again.groups, "utf8")).toBe(groups);
});

test("a cache that is a file and groups for a folder that is missing each get one sentence", async () => {
  const [a] = (await radiographs()) as [Buffer];
  const dir = await temporaryFolder();
  await writeFiles(dir, { "fractured/a.png": a, taken: "" });
  const run = (groups: string, cache: string) =>
    runScript("audit", ["--data", "folder", "--data-dir", dir, "--groups", groups], {
      env: { FRACTURE_CACHE_DIR: cache },
    });
  const cacheIsFile = await run(join(dir, "groups.csv"), join(dir, "taken"));
  expect(cacheIsFile.code).toBe(1);
  expect(cacheIsFile.stderr).toMatch(/^Expected a folder that can be written\. Received: .*taken/m);
  expect(cacheIsFile.stderr).not.toMatch(/^\s+at /m);
  const noFolder = await run(join(dir, "missing", "groups.csv"), await temporaryFolder());
  expect(noFolder.code).toBe(2);
  expect(noFolder.stderr).toMatch(
    /Expected a file in a folder that can be written\. Received: .*missing.* does not exist/,
  );
});
