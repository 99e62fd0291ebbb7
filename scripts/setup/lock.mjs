// @ts-check
import { spawn, spawnSync } from "node:child_process";
import { ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { SetupError } from "./setupError.mjs";

/**
 * One set-up at a time. The lock is the kernel's (flock), not a file that says "locked": it ends with its last holder,
 * however that ended, so it is never stale. Node has no flock; Python locks the descriptor that it inherits, and the lock
 * stays with the open file. Tools inherit the descriptor too, so that an npm or pip that outlives a killed set-up
 * still keeps the next one waiting.
 * @param {string} file
 * @param {string} python
 * @param {(holder: string) => void} onWait called once with the holder's process number when the lock is taken
 * @returns {Promise<number>} the descriptor; closing it ends the lock
 */
export async function takeLock(file, python, onWait) {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, "a+");
  const now = spawnSync(python, ["-c", "import fcntl; fcntl.flock(3, fcntl.LOCK_EX | fcntl.LOCK_NB)"], {
    stdio: ["ignore", "ignore", "ignore", descriptor],
  });
  if (now.status !== 0) {
    onWait(readFileSync(file, "utf8"));
    await waitForLock(descriptor, python);
  }
  ftruncateSync(descriptor);
  writeSync(descriptor, String(process.pid));
  return descriptor;
}

/**
 * @param {number} descriptor
 * @param {string} python
 * @returns {Promise<void>}
 */
function waitForLock(descriptor, python) {
  return new Promise((resolve, reject) => {
    const waiting = spawn(python, ["-c", "import fcntl; fcntl.flock(3, fcntl.LOCK_EX)"], {
      stdio: ["ignore", "ignore", "ignore", descriptor],
    });
    waiting.on("error", reject);
    waiting.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new SetupError("Waiting for the other set-up failed. Run the same command again."));
    });
  });
}
