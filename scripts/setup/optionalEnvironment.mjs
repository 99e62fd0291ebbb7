// @ts-check
import { join } from "node:path";
import { checkPython } from "./prerequisites.mjs";
import { runSteps } from "./steps.mjs";
import { virtualEnvironment } from "./virtualEnvironment.mjs";

/**
 * A Python environment that one command alone needs. Does nothing, quickly, when it is there.
 * @param {Omit<Parameters<typeof virtualEnvironment>[0], "python">} options
 * @param {NodeJS.ProcessEnv} env PYTHON names another interpreter than python3
 * @param {(line: string) => void} report
 * @param {(python: string) => void} [refuse] throws on an interpreter that will not do
 * @returns {Promise<string>} its interpreter
 * @throws {import("./setupError.mjs").SetupError}
 */
export async function optionalEnvironment(options, env, report, refuse = () => undefined) {
  const python = env.PYTHON || "python3";
  const step = virtualEnvironment({ ...options, python });
  if (!step.isDone()) {
    checkPython(python);
    refuse(python);
    await runSteps(options.root, python, [step], report);
  }
  return join(options.venv, "bin", "python");
}
