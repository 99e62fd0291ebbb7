"use strict";

const unobserved = new Map(); // promise, or a symbol for a thrown error -> what it failed with
let running = false;

/** Keeps what fails without anyone watching: floating promises, throws in timers. tslab only prints them. */
function takeOverLateErrors() {
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", (reason, promise) => keep(promise, reason));
  process.removeAllListeners("uncaughtException").on("uncaughtException", (error) => keep(Symbol("thrown"), error));
  process.on("rejectionHandled", (promise) => unobserved.delete(promise)); // awaited by a later cell after all
}

function keep(source, error) {
  unobserved.set(source, error);
  // Between cells no cell fails until the next one ends: say it at once, where the last cell writes.
  if (!running) process.stderr.write(`Failed in the background: ${error?.stack ?? error}\n`);
}

/**
 * Runs a cell and waits for what it leaves behind.
 * @param {() => Promise<unknown>} cell
 * @returns {Promise<{ error: unknown } | undefined>} what failed unwatched since the cell before ended, if anything did
 */
async function runWatched(cell) {
  running = true;
  try {
    await cell();
    // Rejections are reported after the microtasks, throws in timers of 0 ms in the next turn.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await new Promise((resolve) => setImmediate(resolve));
    const [first] = unobserved.values();
    return unobserved.size > 0 ? { error: first } : undefined;
  } finally {
    unobserved.clear();
    running = false;
  }
}

module.exports = { takeOverLateErrors, runWatched };
