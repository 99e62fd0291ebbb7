// @ts-check
import { closeSync, mkdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { takeLock } from "./lock.mjs";
import { mlflowClient } from "./mlflowClient.mjs";
import { nodePackages } from "./nodePackages.mjs";
import { checkCompiler, checkNode, checkPlatform, checkPython } from "./prerequisites.mjs";
import { pythonPackages } from "./pythonPackages.mjs";
import { SetupError } from "./setupError.mjs";
import { tensorflowBinding } from "./tensorflowBinding.mjs";
import { tensorflowLibrary } from "./tensorflowLibrary.mjs";
import { createRunTool } from "./tools.mjs";

/**
 * One thing that set-up puts in place. `isDone` tells a finished one from a missing, outdated or interrupted one and
 * takes milliseconds; `run` may be interrupted anywhere and started again.
 * @typedef {{ name: string, spaceMB: number, isDone(): boolean, run(tool: import("./tools.mjs").RunTool): Promise<void> }} Step
 */

/**
 * Puts in place whatever is missing; does nothing, quickly, when all is there.
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} env TF_GPU=1 takes TensorFlow with CUDA; PYTHON and CXX name other tools than python3 and g++
 * @param {(line: string) => void} report
 * @throws {SetupError}
 */
export async function setUp(root, env, report) {
  checkNode(process.version);
  checkPlatform(process.platform, process.arch);
  const python = env.PYTHON || "python3";
  const compiler = env.CXX || "g++";
  const device = env.TF_GPU === "1" ? "gpu" : "cpu";
  const binding = tensorflowBinding(root, device, compiler);
  const steps = [
    nodePackages(root),
    pythonPackages(root, python),
    tensorflowLibrary(root, device),
    binding,
    mlflowClient(root),
  ];
  if (steps.every((step) => step.isDone())) return;

  // Whatever the user must install is said now, not after minutes of downloads.
  checkPython(python);
  if (!binding.isDone()) checkCompiler(compiler);
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
