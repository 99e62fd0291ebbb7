import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeAtomically } from "../../lib/data/writeAtomically.js";
import { temporaryFolder } from "./fixtures.js";

test("a writer that fails leaves the old file and nothing else", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "cache.bin");
  await writeAtomically(file, ["old"]);
  const failing = writeAtomically(file, async (handle) => {
    await handle.write("half of the n");
    throw new Error("stopped");
  });
  await expect(failing).rejects.toThrow("stopped");
  expect(await readFile(file, "utf8")).toBe("old");
  expect(await readdir(folder)).toEqual(["cache.bin"]);
});

test("what a killed process left half-written an hour ago is removed, what another process writes now is not", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "cache.bin");
  await writeFile(`${file}.1.5.tmp`, "killed");
  await writeFile(`${file}.2.5.tmp`, "at work");
  await writeFile(join(folder, "other.bin.1.5.tmp"), "of another file");
  const twoHoursAgo = Date.now() / 1000 - 7200;
  await utimes(`${file}.1.5.tmp`, twoHoursAgo, twoHoursAgo);
  await utimes(join(folder, "other.bin.1.5.tmp"), twoHoursAgo, twoHoursAgo);
  await writeAtomically(file, ["new"]);
  expect((await readdir(folder)).sort()).toEqual(["cache.bin", "cache.bin.2.5.tmp", "other.bin.1.5.tmp"]);
});

test("a folder that is a file is said so", async () => {
  const file = join(await temporaryFolder(), "taken");
  await writeFile(file, "");
  await expect(writeAtomically(join(file, "below", "cache.bin"), ["new"])).rejects.toThrow(
    /^Expected a folder that can be written\. Received: .*taken.* \(ENOTDIR\)\. Choose another\.$/,
  );
});
