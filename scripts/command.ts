import { CommanderError, type Command } from "commander";
import { UserError } from "../lib/userError.js";

/**
 * Runs a command line to its end: one sentence and no stack for a user's mistake, exit 2 for wrong use,
 * 130 after Ctrl-C. A second Ctrl-C ends at once.
 * @param act the command's work; it stops when the signal comes
 */
export async function runCommand(program: Command, act: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping; Ctrl-C again stops at once.\n");
    stop.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    program.exitOverride().parse();
    await act(stop.signal);
    process.exitCode = stop.signal.aborted ? 130 : (process.exitCode ?? 0);
  } catch (error) {
    process.exitCode = stop.signal.aborted ? 130 : exitCodeOf(error);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has printed its own sentence
  if (error instanceof UserError) {
    console.error(error.message);
    return error.exitCode;
  }
  console.error(error);
  return 1;
}
