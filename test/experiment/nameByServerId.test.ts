import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nameByServerId } from "../../lib/experiment/nameByServerId.js";

let dir: string;

async function runFolder(id: string, text: string): Promise<void> {
  await mkdir(join(dir, id));
  await writeFile(join(dir, id, "experiment.json"), text);
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "runs-"));
});
afterEach(() => rm(dir, { recursive: true }));

test("a run that began without a server is found by the server's id and by the one printed first, also when told twice", async () => {
  await runFolder("local-1", "the run");
  for (let times = 0; times < 2; times++) await nameByServerId(dir, "local-1", "abc");
  for (const id of ["abc", "local-1"]) expect(await readFile(join(dir, id, "experiment.json"), "utf8")).toBe("the run");
  expect((await lstat(join(dir, "abc"))).isDirectory()).toBe(true);
});

test("a run without a folder, one that had its id all along, and one fetched from the server meanwhile stay as they are", async () => {
  await nameByServerId(dir, "local-1", "abc");
  expect(await readdir(dir)).toEqual([]);
  await runFolder("abc", "fetched");
  await nameByServerId(dir, "abc", "abc");
  await runFolder("local-1", "trained");
  await nameByServerId(dir, "local-1", "abc");
  expect(await readFile(join(dir, "abc", "experiment.json"), "utf8")).toBe("fetched");
  expect(await readFile(join(dir, "local-1", "experiment.json"), "utf8")).toBe("trained");
});
