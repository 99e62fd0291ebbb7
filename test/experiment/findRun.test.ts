import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { findRun, findTrainedRun } from "../../lib/experiment/findRun.js";
import type { SavedRun } from "../../lib/experiment/savedRun.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";

let runsDir: string;
beforeEach(async () => {
  runsDir = await mkdtemp(join(tmpdir(), "runs-"));
});
afterEach(async () => {
  await rm(runsDir, { recursive: true });
});

async function addRun(id: string, description: object): Promise<string> {
  const folder = join(runsDir, id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "experiment.json"), JSON.stringify(description));
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

test("a model address means the run, or the logged model, that the server names", async () => {
  const folder = await addRun("abc", {});
  const asked: string[] = [];
  const findModel = async (address: string): Promise<string> => {
    asked.push(address);
    return Promise.resolve("abc");
  };
  expect(await findRun("models:/cnn-baseline@champion", { runsDir, findModel })).toBe(folder);
  expect(await findRun("abc", { runsDir, findModel })).toBe(folder);
  expect(asked).toEqual(["models:/cnn-baseline@champion"]);
  await expect(findRun("models:/cnn-baseline/3", { runsDir })).rejects.toThrow("Received: models:/cnn-baseline/3.");
});

test("the newest finished run of the same config, data and code is taken, no other", async () => {
  const description = (endedAt: string, changes: Partial<SavedRun> = {}): SavedRun => ({
    format: 1,
    config: cnnBaseline,
    classes: ["not_fractured", "fractured"],
    thresholdProb: 0.5,
    weightsSha256: "w",
    dataDigest: "d",
    split: { by: "group", digest: "s", leaky: false },
    status: "finished",
    endedAt,
    code: "abc",
    trainedOn: [],
    ...changes,
  });
  const wanted = { config: cnnBaseline, dataDigest: "d", splitDigest: "s", code: "abc" };
  await addRun("other-seed", description("2026-09-01", { config: applyOverrides(cnnBaseline, ["seed=8"]) }));
  await addRun("other-data", description("2026-09-01", { dataDigest: "e" }));
  await addRun("other-split", description("2026-09-01", { split: { by: "group", digest: "t", leaky: false } }));
  await addRun("other-code", description("2026-09-01", { code: "abd" }));
  await addRun("killed", description("2026-09-01", { status: "killed" }));
  await addRun("damaged", {});
  expect(await findTrainedRun(wanted, runsDir)).toBeUndefined();
  const newer = await addRun("new", description("2026-03-02"));
  await addRun("old", description("2026-03-01"));
  expect(await findTrainedRun(wanted, runsDir)).toBe(newer);
  expect(await findTrainedRun({ ...wanted, since: "2026-03-03" }, runsDir)).toBeUndefined();
});
