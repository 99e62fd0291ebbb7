// @ts-check
import { join } from "node:path";
import { checkPython } from "./prerequisites.mjs";
import { runSteps } from "./steps.mjs";
import { virtualEnvironment } from "./virtualEnvironment.mjs";

/**
 * .cache/ray-venv from scripts/sweep/ray/requirements.txt: Ray Tune and Optuna, which only `npm run sweep -- FILE --ray`
 * needs. Does nothing, quickly, when it is there.
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} env PYTHON names another interpreter than python3
 * @param {(line: string) => void} report
 * @returns {Promise<string>} its interpreter
 * @throws {import("./setupError.mjs").SetupError}
 */
export async function setUpRay(root, env, report) {
  const python = env.PYTHON || "python3";
  const venv = join(root, ".cache", "ray-venv");
  const step = virtualEnvironment({
    name: "Ray Tune and Optuna for sweeps",
    root,
    venv,
    requirements: join(root, "scripts", "sweep", "ray", "requirements.txt"),
    python,
    spaceMB: 1000,
  });
  if (!step.isDone()) {
    checkPython(python);
    await runSteps(root, python, [step], report);
  }
  return join(venv, "bin", "python");
}
