// @ts-check
import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { constants } from "node:os";
import { explainFailure } from "./explainFailure.mjs";

/**
 * @typedef {(what: string, command: string, args: readonly string[], options?: {
 *   cwd?: string, env?: Record<string, string>
 * }) => Promise<void>} RunTool
 */

/**
 * Runs npm, pip, g++: quiet when they succeed, one sentence when they fail; all they print goes into a log.
 * @param {{ lock: number, logFile: string, tempDir: string }} options lock: inherited by every tool, see lock.mjs;
 *   tempDir: for their hundreds of megabytes, since /tmp is small on many machines
 * @returns {RunTool}
 */
export function createRunTool({ lock, logFile, tempDir }) {
  return (what, command, args, options = {}) =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, ...options.env, TMPDIR: tempDir };
      const child = spawn(command, args, { cwd: options.cwd, env, stdio: ["ignore", "pipe", "pipe", lock] });
      const stop = (/** @type {NodeJS.Signals} */ signal) => {
        child.kill(signal);
        process.exit(128 + constants.signals[signal]);
      };
      process.on("SIGINT", stop).on("SIGTERM", stop);
      let output = "";
      const collect = (/** @type {Buffer} */ chunk) => {
        output = (output + chunk.toString()).slice(-65_536);
      };
      child.stdout?.on("data", collect);
      child.stderr?.on("data", collect);
      const finish = (/** @type {Error | undefined} */ error) => {
        process.off("SIGINT", stop).off("SIGTERM", stop);
        if (error) reject(error);
        else resolve();
      };
      child.on("error", (error) => finish(explainFailure(what, error.message, logFile)));
      child.on("close", (code) => {
        keepLog(logFile, `$ ${command} ${args.join(" ")}\n${output}\n`);
        finish(code === 0 ? undefined : explainFailure(what, output, logFile));
      });
    });
}

/**
 * @param {string} logFile
 * @param {string} text
 */
function keepLog(logFile, text) {
  try {
    appendFileSync(logFile, text);
  } catch {
    // On a full disk the log is the first to go; the sentence on the terminal says what matters.
  }
}
