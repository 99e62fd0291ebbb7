// @ts-check
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a whole file or none: beside it first, then by rename.
 * @param {string} file
 * @param {string | Buffer} content
 */
export function replaceFile(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, content);
  renameSync(`${file}.partial`, file);
}

/**
 * Puts a finished folder in the place of an older one.
 * @param {string} finished
 * @param {string} target
 */
export function replaceFolder(finished, target) {
  rmSync(target, { recursive: true, force: true });
  renameSync(finished, target);
}
