import { CommanderError, type Command } from "commander";
import { UserError } from "../lib/userError.js";
import { endProgress } from "./progress.js";

/** One Ctrl-C can come several times at once: from the terminal, from npm and from run.mjs. */
const sameSignalMs = 500;

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }; // 128 + the signal's number, as in a shell

/**
 * Runs a command line to its end: one sentence and no stack for a user's mistake, exit 2 for wrong use,
 * 130 after Ctrl-C, 129 and 143 after a closed terminal and SIGTERM. A second Ctrl-C ends at once. No progress bar outlives the command.
 * @param act the command's work; it stops when the signal comes
 */
export async function runCommand(program: Command, act: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  let stopped: { exitCode: number; timeMs: number } | undefined;
  const interrupt = (name: keyof typeof exitCodes): void => {
    if (stopped) {
      if (performance.now() - stopped.timeMs < sameSignalMs) return;
      endProgress();
      process.exit(stopped.exitCode);
    }
    stopped = { exitCode: exitCodes[name], timeMs: performance.now() };
    process.stderr.write("\nStopping; Ctrl-C again stops at once.\n");
    stop.abort();
  };
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  for (const name of names) process.on(name, interrupt);
  try {
    program.exitOverride().parse();
    await act(stop.signal);
  } catch (error) {
    endProgress(); // a bar would be drawn over the sentence
    if (!stop.signal.aborted || !isAbort(error)) process.exitCode = report(error);
  } finally {
    endProgress();
    for (const name of names) process.off(name, interrupt);
    if (stopped) process.exitCode = stopped.exitCode;
  }
}

/** What work throws because it was told to stop: the signal's reason, or Node's own error in its place. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** @returns the exit code */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has printed its own sentence
  if (error instanceof UserError) {
    console.error(error.message);
    return error.exitCode;
  }
  console.error(error);
  return 1;
}
