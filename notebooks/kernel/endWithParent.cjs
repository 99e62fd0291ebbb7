"use strict";
const { Worker } = require("node:worker_threads");

/** Ends the kernel when Jupyter has died. In a thread of its own: a cell that never yields must not outlive Jupyter either. */
function endWithParent() {
  const watch = `
    const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGKILL"); }, 1000);`;
  new Worker(watch, { eval: true }).unref();
}

module.exports = { endWithParent };
