import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { UserError } from "../userError.js";

/** Line in, line out, with a child process. */
export interface LineChannel {
  /** Sends a line (none: only listens) and waits for the next one. Questions are asked one after another. */
  ask(line?: string): Promise<string>;
  /** Ends the child: by closing its input, and after a second by force. */
  close(): Promise<void>;
}

interface Handle {
  ref(): void;
  unref(): void;
}

/**
 * The child keeps this process alive only while a question is open, and ends with it, since its input is then closed.
 * A child that is too slow is killed: its late answer must not be taken for that of the next question.
 * @param name for messages
 * @throws UserError (from ask) when the child ends, cannot be started, or does not answer in time
 */
export function createLineChannel(
  child: ChildProcessWithoutNullStreams,
  name: string,
  timeoutSeconds: number,
): LineChannel {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let lastErrors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (lastErrors = (lastErrors + text).slice(-1000)));
  child.stdin.on("error", () => undefined); // a broken pipe shows as the end of its output
  let startError: Error | undefined;
  child.on("error", (error) => (startError = error));
  const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as Handle[]; // pipes of a child are sockets
  const hold = (): void => {
    for (const handle of handles) handle.ref();
  };
  const letGo = (): void => {
    for (const handle of handles) handle.unref();
  };
  letGo();

  const askNow = async (line: string | undefined): Promise<string> => {
    hold();
    const timer = setTimeout(() => child.kill("SIGKILL"), timeoutSeconds * 1000);
    try {
      if (line !== undefined) child.stdin.write(`${line}\n`);
      const answer = await lines.next();
      if (!answer.done) return answer.value;
      const reason = child.killed
        ? `no answer in ${timeoutSeconds} s`
        : `it ended: ${startError?.message ?? (lastErrors.trim() || "no reason given")}`;
      throw new UserError(`${name}: expected an answer. Received: ${reason}`);
    } finally {
      clearTimeout(timer);
      letGo();
    }
  };

  let previous: Promise<unknown> = Promise.resolve();
  return {
    ask(line) {
      const answer = previous.then(() => askNow(line));
      previous = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      hold();
      const ended = once(child, "exit");
      const timer = setTimeout(() => child.kill("SIGKILL"), 1000);
      child.stdin.end();
      await ended;
      clearTimeout(timer);
    },
  };
}
