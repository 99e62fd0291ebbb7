// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "./replaceFile.mjs";

/**
 * A Python virtual environment from a hash-pinned requirements file. It is built in place, since one cannot be moved; the
 * stamp is written last, and one without its stamp is built again from nothing.
 * @param {{ name: string, root: string, venv: string, requirements: string, python: string, spaceMB: number }} options
 *   root: the checkout; python: the interpreter to make it with
 * @returns {import("./steps.mjs").Step}
 */
export function virtualEnvironment({ name, root, venv, requirements, python, spaceMB }) {
  const stamp = join(venv, "fracture-lab.sha256");
  const own = join(venv, "bin", "python");
  /** Changes with the requirements, with the interpreter (a system upgrade), and with the place (a moved checkout). */
  const fingerprint = () => {
    const hash = createHash("sha256");
    for (const part of [readFileSync(requirements), root, realpathSync(own)]) hash.update(part).update("\0");
    return hash.digest("hex");
  };
  return {
    name,
    spaceMB,
    isDone: () => existsSync(stamp) && existsSync(own) && readFileSync(stamp, "utf8") === fingerprint(),
    async run(tool) {
      rmSync(stamp, { force: true });
      rmSync(venv, { recursive: true, force: true });
      await tool(name, python, ["-m", "venv", venv]);
      const install = ["install", "--quiet", "--disable-pip-version-check", "--no-input"];
      const pinned = ["--require-hashes", "--only-binary=:all:", "--requirement", requirements];
      await tool(name, own, ["-m", "pip", ...install, ...pinned]);
      // JupyterLab brings a yarn.js in CommonJS, which Node would read as the checkout's package.json says: as an ES module.
      replaceFile(join(venv, "package.json"), '{ "type": "commonjs" }\n');
      replaceFile(stamp, fingerprint());
    },
  };
}
