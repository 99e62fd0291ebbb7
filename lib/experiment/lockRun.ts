import { mkdir, open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { UserError } from "../userError.js";

/**
 * Keeps two processes from training one run. The lock of a process that was killed is taken over; on another machine, with
 * which the folder may be shared, nobody can see from here whether it lives, so that its lock stands.
 * @returns what frees it
 * @throws UserError when a process that lives has it, or one of another machine
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "lock");
  await mkdir(folder, { recursive: true });
  for (;;) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(`${process.pid} ${hostname()}`);
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const [pid = "", host = hostname()] = (await readFile(file, "utf8").catch(() => "")).split(" ");
      if (host !== hostname()) {
        throw new UserError(
          `resume: expected a run that no process is training. Received: process ${pid} on ${host} has ${folder}. ` +
            `If it was killed, remove ${file}.`,
        );
      }
      if (isAlive(Number(pid))) {
        throw new UserError(
          `resume: expected a run that no process is training. Received: process ${pid} has ${folder}.`,
        );
      }
      await rm(file, { force: true }); // its process was killed
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
