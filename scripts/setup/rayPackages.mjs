// @ts-check
import { join } from "node:path";
import { optionalEnvironment } from "./optionalEnvironment.mjs";

/**
 * .cache/ray-venv from scripts/sweep/ray/requirements.txt: Ray Tune and Optuna, which only `npm run sweep -- FILE --ray`
 * needs. Does nothing, quickly, when it is there.
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} env PYTHON names another interpreter than python3
 * @param {(line: string) => void} report
 * @returns {Promise<string>} its interpreter
 * @throws {import("./setupError.mjs").SetupError}
 */
export function setUpRay(root, env, report) {
  const ray = {
    name: "Ray Tune and Optuna for sweeps",
    root,
    venv: join(root, ".cache", "ray-venv"),
    requirements: join(root, "scripts", "sweep", "ray", "requirements.txt"),
    spaceMB: 1000,
  };
  return optionalEnvironment(ray, env, report);
}
