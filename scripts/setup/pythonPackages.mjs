// @ts-check
import { join } from "node:path";
import { virtualEnvironment } from "./virtualEnvironment.mjs";

/**
 * .venv from requirements.txt: MLflow, JupyterLab and what else the project runs in Python.
 * @param {string} root
 * @param {string} python
 * @returns {import("./steps.mjs").Step}
 */
export function pythonPackages(root, python) {
  const requirements = join(root, "requirements.txt");
  return virtualEnvironment({
    name: "Python packages",
    root,
    venv: join(root, ".venv"),
    requirements,
    python,
    spaceMB: 1900,
  });
}

/**
 * @param {string} root
 * @returns {string} the interpreter of .venv; tools run as `python -m TOOL`, so that a moved checkout cannot run another's
 */
export function venvPython(root) {
  return join(root, ".venv", "bin", "python");
}
