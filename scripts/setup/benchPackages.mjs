// @ts-check
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { optionalEnvironment } from "./optionalEnvironment.mjs";
import { SetupError } from "./setupError.mjs";

/**
 * bench/.venv from bench/requirements.txt: Keras, Pillow and TensorFlow for Python, which only `npm run bench` needs. Does
 * nothing, quickly, when it is there.
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} env PYTHON names another interpreter than python3
 * @param {(line: string) => void} report
 * @returns {Promise<string>} its interpreter
 * @throws {SetupError}
 */
export function setUpBench(root, env, report) {
  const peers = {
    name: "Keras and Pillow for the bench",
    root,
    venv: join(root, "bench", ".venv"),
    requirements: join(root, "bench", "requirements.txt"),
    spaceMB: 1500,
  };
  return optionalEnvironment(peers, env, report, refusePython313);
}

/**
 * TensorFlow 2.16 has no wheel for it; the project itself takes only the library out of one.
 * @param {string} python
 */
function refusePython313(python) {
  const { status } = spawnSync(python, ["-c", "import sys; sys.exit(sys.version_info >= (3, 13))"]);
  if (status === 0) return;
  throw new SetupError(
    `Expected Python 3.10 to 3.12 for Keras on TensorFlow 2.16. Received: Python 3.13 as "${python}". Name another: PYTHON=/path/to/python3.12.`,
  );
}
