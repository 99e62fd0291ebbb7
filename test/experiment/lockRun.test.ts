import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockRun } from "../../lib/experiment/lockRun.js";
import { temporaryFolder, writeFiles } from "../data/fixtures.js";

const gone = String(spawnSync(process.execPath, ["--version"]).pid); // has ended

test("a run is trained by one process at a time, and free again after it", async () => {
  const folder = await temporaryFolder();
  const release = await lockRun(folder);
  expect(await readFile(join(folder, "lock"), "utf8")).toBe(`${process.pid} ${hostname()}`);
  await expect(lockRun(folder)).rejects.toThrow(`Received: process ${process.pid} has ${folder}.`);
  await release();
  await (
    await lockRun(folder)
  )();
  expect(existsSync(join(folder, "lock"))).toBe(false);
});

test.each([`${gone} ${hostname()}`, gone, ""])(
  "the lock of a process that was killed is taken over: '%s'",
  async (lock) => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { lock });
    await (
      await lockRun(folder)
    )();
  },
);

test("the lock of another machine stands, whatever has its process id here", async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { lock: `${gone} elsewhere.example` });
  await expect(lockRun(folder)).rejects.toThrow(`process ${gone} on elsewhere.example has ${folder}. If it was killed`);
});
