import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder, tinyPng, writeFiles } from "../data/fixtures.js";
import { runScript, type Ended } from "./runScript.js";

async function check(dir: string): Promise<Ended> {
  const env = { FRACTURE_CACHE_DIR: await temporaryFolder() };
  const args = ["check", "--data-dir", dir, "--json", join(dir, "check.json")];
  return runScript("data", args, { env });
}

test("a check of a set of one class shows it before it fails", async () => {
  const dir = await temporaryFolder();
  await writeFiles(dir, { "fractured/1.png": await tinyPng(1), "fractured/2.png": "junk" });
  const { code, stdout, stderr } = await check(dir);
  expect(code).toBe(1);
  expect(stdout).toContain("2 files, 1 readable");
  expect(stdout).toContain("refused: fractured/2.png [fractured] not an image");
  expect(stderr).toMatch(/^Expected images of at least two classes in .* only "fractured"\. Add a folder .*\n$/);
  expect(JSON.parse(await readFile(join(dir, "check.json"), "utf8"))).toMatchObject({ files: 2, readable: 1 });
});

test("a check of a set of which nothing can be read says why, file by file", async () => {
  const dir = await temporaryFolder();
  await writeFiles(dir, { "fractured/1.png": "junk", "intact/2.png": "" });
  const { code, stdout, stderr } = await check(dir);
  expect(code).toBe(1);
  expect(stdout).toContain("refused: fractured/1.png [fractured] not an image");
  expect(stdout).toContain("refused: intact/2.png [not_fractured] empty");
  expect(stderr).toContain("Received: no file that can be used");
});
