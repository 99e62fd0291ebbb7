import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { findRun, findTrainedRun } from "../../lib/experiment/findRun.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";

let runsDir: string;
beforeEach(async () => {
  runsDir = await mkdtemp(join(tmpdir(), "runs-"));
});
afterEach(async () => {
  await rm(runsDir, { recursive: true });
});

async function addRun(id: string, description: object, seconds = 0): Promise<string> {
  const folder = join(runsDir, id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "experiment.json"), JSON.stringify(description));
  await utimes(folder, seconds, seconds);
  return folder;
}

test("a run is found by its id, by its folder, and else on the server", async () => {
  const folder = await addRun("abc", {});
  expect(await findRun("abc", { runsDir })).toBe(folder);
  expect(await findRun(folder, { runsDir })).toBe(folder);
  const download = async (id: string): Promise<boolean> => {
    if (id !== "remote") return false;
    await addRun(id, {});
    return true;
  };
  expect(await findRun("remote", { runsDir, download })).toBe(join(runsDir, "remote"));
  await expect(findRun("nowhere", { runsDir, download })).rejects.toThrow("Received: nowhere");
});

test("the newest run of the same config on the same data is taken, no other", async () => {
  const same = { config: cnnBaseline, dataDigest: "d" };
  await addRun("other-seed", { ...same, config: applyOverrides(cnnBaseline, ["seed=8"]) }, 900);
  await addRun("other-data", { ...same, dataDigest: "e" }, 900);
  expect(await findTrainedRun(cnnBaseline, "d", runsDir)).toBeUndefined();
  await addRun("old", same, 100);
  const newer = await addRun("new", same, 200);
  expect(await findTrainedRun(cnnBaseline, "d", runsDir)).toBe(newer);
});
