import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "./fixtures.js";
import type { SimulatedEpoch } from "./simulatedEpoch.js";

const run = promisify(execFile);

/** In a process of its own, whose memory nothing else uses. */
async function simulateEpoch(count: number): Promise<SimulatedEpoch> {
  const script = join(import.meta.dirname, "simulatedEpoch.ts");
  const file = join(await temporaryFolder(), "pixels.bin");
  const { stdout } = await run(process.execPath, ["--import", "tsx", script, file, String(count)]);
  return JSON.parse(stdout) as SimulatedEpoch;
}

test("making, verifying and reading 100,000 images takes no more memory than 10,000, but for the manifest", async () => {
  const small = await simulateEpoch(10_000);
  const large = await simulateEpoch(100_000);
  expect([small.wrongImages, large.wrongImages]).toEqual([0, 0]);
  const pixelsMB = (90_000 * 64 ** 2) / 2 ** 20; // 352 that the larger set has more
  expect(large.writtenMB - small.writtenMB).toBeLessThan(0.1 * pixelsMB); // 9 MB seen: row numbers, garbage
  const bytesPerRadiograph = ((large.peakMB - small.peakMB) / 90_000) * 2 ** 20;
  expect(bytesPerRadiograph).toBeLessThan(1500); // 900 seen: facts, path and hash, the subsets' look-ups
});
