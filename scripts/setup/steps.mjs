// @ts-check
import { closeSync, mkdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { takeLock } from "./lock.mjs";
import { SetupError } from "./setupError.mjs";
import { createRunTool } from "./tools.mjs";

/**
 * One thing that set-up puts in place. `isDone` tells a finished one from a missing, outdated or interrupted one and
 * takes milliseconds; `run` may be interrupted anywhere and started again.
 * @typedef {{ name: string, spaceMB: number, isDone(): boolean, run(tool: import("./tools.mjs").RunTool): Promise<void> }} Step
 */

/**
 * Does the steps that are not done, one after the other, under the checkout's lock.
 * @param {string} root the checkout
 * @param {string} python any working Python, for the lock
 * @param {readonly Step[]} steps
 * @param {(line: string) => void} report
 * @throws {SetupError}
 */
export async function runSteps(root, python, steps, report) {
  const cache = join(root, ".cache");
  mkdirSync(cache, { recursive: true });
  const lock = await takeLock(join(cache, "setup.lock"), python, (holder) => {
    report(`waiting for the set-up that process ${holder} is running`);
  });
  try {
    const tempDir = join(cache, "tmp");
    rmSync(tempDir, { recursive: true, force: true });
    mkdirSync(tempDir);
    const tool = createRunTool({ lock, logFile: join(cache, "setup.log"), tempDir });
    for (const step of steps) await finish(step, tool, cache, report);
  } finally {
    closeSync(lock);
  }
}

/**
 * @param {Step} step
 * @param {import("./tools.mjs").RunTool} tool
 * @param {string} cache
 * @param {(line: string) => void} report
 */
async function finish(step, tool, cache, report) {
  if (step.isDone()) return;
  const { bavail, bsize } = statfsSync(cache);
  const freeMB = Math.floor((bavail * bsize) / 1e6);
  if (freeMB < step.spaceMB) {
    throw new SetupError(
      `${step.name}: expected ${step.spaceMB} MB of free disk. Received: ${freeMB} MB. Free some space.`,
    );
  }
  report(`${step.name} …`);
  const startMs = performance.now();
  await step.run(tool);
  if (!step.isDone()) throw new SetupError(`${step.name} changed during set-up. Run the same command again.`);
  report(`${step.name}: ready after ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
}
