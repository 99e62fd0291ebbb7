"use strict";
const { performance } = require("node:perf_hooks");
const vm = require("node:vm");

/** An interrupt this soon after another means it. */
const patienceMs = 30_000;

/**
 * tslab leaves an interrupted cell at once, while its work goes on. Where that work listens for SIGINT itself, as training
 * does to save what it has, it is given the time to end; a second interrupt leaves it behind all the same.
 * @param {() => void} interrupt tslab's
 */
function patientInterrupt(interrupt) {
  let askedMs = -Infinity;
  return () => {
    const listeners = process.listenerCount("SIGINT") - 1; // tslab's own is one
    const again = performance.now() - askedMs < patienceMs;
    askedMs = performance.now();
    if (listeners === 0 || again) interrupt();
  };
}

/**
 * Keeps listeners that a cell adds before its first await. Node's `breakOnSigint`, by which tslab ends cells that never
 * yield, takes the signal for itself and gives it back to the listeners of before; those added meanwhile would get nothing,
 * and the next interrupt would end the kernel.
 */
function keepInterruptListeners() {
  const runInThisContext = vm.runInThisContext;
  vm.runInThisContext = (code, options) => {
    const before = process.rawListeners("SIGINT");
    try {
      return runInThisContext(code, options);
    } finally {
      if (options?.breakOnSigint) {
        const added = process.rawListeners("SIGINT").filter((listener) => !before.includes(listener));
        process.removeAllListeners("SIGINT"); // only the first one after none asks the system for the signal again
        for (const listener of [...before, ...added]) process.on("SIGINT", listener);
      }
    }
  };
}

module.exports = { patientInterrupt, keepInterruptListeners };
