import { errorText } from "./errorText.js";
const handlers = new Set<(cause: string) => void>();
let uncaught: Error | undefined;

/**
 * Calls `save` if the process exits before the returned function has been called: by process.exit, by an uncaught error,
 * or because nothing is left to do. Only synchronous work is possible there. A process that a signal kills runs no code.
 * @param save gets the uncaught error's text, or what else is known
 */
export function onAbruptExit(save: (cause: string) => void): () => void {
  if (handlers.size === 0) {
    process.on("exit", saveAll);
    process.on("uncaughtExceptionMonitor", noteUncaught); // changes nothing in how the process dies
  }
  handlers.add(save);
  return () => {
    handlers.delete(save);
    if (handlers.size > 0) return;
    process.off("exit", saveAll);
    process.off("uncaughtExceptionMonitor", noteUncaught);
  };
}

function saveAll(exitCode: number): void {
  const cause = uncaught === undefined ? `The process exited with code ${exitCode} in mid-run` : errorText(uncaught);
  for (const save of handlers) save(cause);
}

function noteUncaught(error: Error): void {
  uncaught = error;
}
