"use strict";
const { inspect } = require("node:util");

/**
 * What Jupyter shows of a failed cell.
 * @param {{ diagnostics: string[], thrown?: { error: unknown } }} failure compiler messages, or what was thrown
 * @param {string} root the checkout, taken out of paths so that notebooks read the same on every machine
 * @returns {{ ename: string, evalue: string, traceback: string[] }}
 */
function describeFailure(failure, root) {
  if (!failure.thrown) {
    const evalue = failure.diagnostics.join("\n");
    return { ename: "TypeScriptError", evalue, traceback: [`TypeScriptError: ${evalue}`] };
  }
  const { error } = failure.thrown;
  if (!(error instanceof Error)) {
    const evalue = typeof error === "string" ? error : inspect(error);
    return { ename: "Error", evalue, traceback: [`Error: ${evalue}`] };
  }
  const title = error.message ? `${error.name}: ${error.message}` : error.name;
  // A user's mistake is explained by its sentence; the path through the code would only bury it.
  const frames = error.name === "UserError" ? [] : usefulFrames(error, root);
  return { ename: error.name, evalue: error.message, traceback: [title, ...frames] };
}

/**
 * Cells and `lib` run compiled, without source maps: their frames keep names and files, not lines that would be the compiler's.
 */
function usefulFrames(error, root) {
  const frames = String(error.stack)
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .filter((line) => !/[\\/]tslab[\\/]dist[\\/]|notebooks[\\/]kernel[\\/]|node:/.test(line))
    .map((line) => line.replaceAll(`${root}/`, "").replace(/evalmachine\.<anonymous>:\d+:\d+/, "cell"))
    .map((line) => (line.includes("node_modules") ? line : line.replace(/\.js:\d+:\d+/, ".ts")));
  return frames.filter((line, i) => line !== frames[i - 1]);
}

module.exports = { describeFailure };
