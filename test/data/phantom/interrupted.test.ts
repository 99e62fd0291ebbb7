import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { createPhantomSource } from "../../../lib/data/phantom/index.js";
import { temporaryFolder } from "../fixtures.js";

test("an abort ends the simulating with the signal's reason and leaves nothing half-made", async () => {
  const cacheDir = await temporaryFolder();
  const stop = new AbortController();
  const source = createPhantomSource({ patients: 100, seed: 1 }, cacheDir);
  let done = 0;
  const onProgress = (count: number): void => {
    done = count;
    if (count === 2) stop.abort(new Error("stopped by hand"));
  };
  await expect(source.manifest(onProgress, stop.signal)).rejects.toThrow("stopped by hand");
  expect(done).toBeLessThan(10);
  expect(await readdir(cacheDir)).toEqual([]);
});
