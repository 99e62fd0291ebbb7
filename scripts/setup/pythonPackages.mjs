// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "./replaceFile.mjs";

/**
 * .venv from requirements.txt. It is built in place, since a virtual environment cannot be moved; the stamp is written last,
 * and one without its stamp is built again from nothing.
 * @param {string} root
 * @param {string} python
 * @returns {import("./setUp.mjs").Step}
 */
export function pythonPackages(root, python) {
  const venv = join(root, ".venv");
  const stamp = join(venv, "fracture-lab.sha256");
  const requirements = join(root, "requirements.txt");
  return {
    name: "Python packages",
    spaceMB: 1900,
    isDone: () =>
      existsSync(stamp) &&
      existsSync(venvPython(root)) &&
      readFileSync(stamp, "utf8") === fingerprint(root, requirements),
    async run(tool) {
      rmSync(stamp, { force: true });
      rmSync(venv, { recursive: true, force: true });
      await tool("Python packages", python, ["-m", "venv", venv]);
      const install = ["install", "--quiet", "--disable-pip-version-check", "--no-input"];
      const pinned = ["--require-hashes", "--only-binary=:all:", "--requirement", requirements];
      await tool("Python packages", venvPython(root), ["-m", "pip", ...install, ...pinned]);
      // JupyterLab brings a yarn.js in CommonJS, which Node would read as the checkout's package.json says: as an ES module.
      replaceFile(join(venv, "package.json"), '{ "type": "commonjs" }\n');
      replaceFile(stamp, fingerprint(root, requirements));
    },
  };
}

/**
 * @param {string} root
 * @returns {string} the interpreter of .venv; tools run as `python -m TOOL`, so that a moved checkout cannot run another's
 */
export function venvPython(root) {
  return join(root, ".venv", "bin", "python");
}

/**
 * Changes with the requirements, with the interpreter (a system upgrade), and with the place (a moved checkout).
 * @param {string} root
 * @param {string} requirements
 */
function fingerprint(root, requirements) {
  const hash = createHash("sha256");
  for (const part of [readFileSync(requirements), root, realpathSync(venvPython(root))]) hash.update(part).update("\0");
  return hash.digest("hex");
}
