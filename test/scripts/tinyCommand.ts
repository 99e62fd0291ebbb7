import { Command } from "commander";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../lib/userError.js";
import { runCommand } from "../../scripts/command.js";
import { createProgress } from "../../scripts/progress.js";

/** A command that fails in the ways that command.test.ts asks for; run by itself. */
const program = new Command().argument("<mode>");

await runCommand(program, async (signal) => {
  const [mode] = program.args;
  const progress = createProgress("reading");
  progress.update(1, 10);
  if (mode === "bad-file") {
    setTimeout(() => {
      progress.update(2, 10); // as work beside the file that failed does
    }, 100);
    throw new UserError("Expected an image. Received: a.txt");
  }
  console.log("ready");
  while (!signal.aborted) await sleep(20);
  await sleep(mode === "hangs" ? 20_000 : 200); // saves what it has
  if (mode === "disk-full") throw new Error("no space left on device");
  console.log("saved");
  signal.throwIfAborted();
});
