import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import type { Audit } from "../../lib/data/audit/auditSet.js";
import { makeCopy } from "../../lib/data/copies/makeCopy.js";
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

async function audit(dir: string, cache: string, until?: RegExp): Promise<Ended & { json: string; groups: string }> {
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
