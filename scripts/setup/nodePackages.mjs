// @ts-check
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} LockedPackages */

/**
 * node_modules from package-lock.json. npm's own record of what it installed, written last, is the stamp.
 * @param {string} root
 * @returns {import("./steps.mjs").Step}
 */
export function nodePackages(root) {
  const installed = join(root, "node_modules", ".package-lock.json");
  return {
    name: "Node packages",
    spaceMB: 700,
    isDone: () => existsSync(installed) && matches(root, join(root, "package-lock.json"), installed),
    async run(tool) {
      rmSync(installed, { force: true }); // from here on, an interrupted run is seen as one
      const npm = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
      await tool("Node packages", "npm", npm, { cwd: root });
    },
  };
}

/**
 * True when every locked package is installed at its locked version; those for other platforms may be absent.
 * @param {string} root
 * @param {string} lockFile
 * @param {string} installedFile
 */
function matches(root, lockFile, installedFile) {
  const locked = readPackages(lockFile);
  const installed = readPackages(installedFile);
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === "") return true; // the project itself
    const found = installed[path];
    if (!found) return wanted.optional === true;
    return (
      found.version === wanted.version &&
      found.integrity === wanted.integrity &&
      existsSync(join(root, path, "package.json"))
    );
  });
}

/**
 * @param {string} file
 * @returns {LockedPackages}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}
