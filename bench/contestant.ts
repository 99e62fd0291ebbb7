import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { UserError } from "../lib/userError.js";

/** A process that does one piece of work when asked and idles otherwise; one JSON line to it, one back. */
export interface Contestant {
  readonly name: string;
  /** @throws what it printed, when it fails or ends; the signal's reason when the signal comes */
  ask<Answer>(work: string, options?: object): Promise<Answer>;
  stop(): Promise<void>;
}

interface Start {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

const keptOutput = 4000;

export function startContestant({ name, command, args, env, signal }: Start): Contestant {
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  let printed = "";
  let pending: { resolve: (answer: unknown) => void; reject: (error: Error) => void } | undefined;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    pending?.reject(failure);
    pending = undefined;
  };
  const kill = (): void => void child.kill("SIGKILL"); // it holds nothing that could be half-written
  const abort = (): void => {
    fail(signal.reason as Error);
    kill();
  };
  child.stderr.on("data", (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-keptOutput)));
  child.stdin.on("error", () => undefined); // it has ended; "close" says how
  child.on("error", (error) => {
    fail(new UserError(`bench: expected ${name} to start. Received: ${error.message}.`));
  });
  const closed = new Promise<void>((resolve) => {
    child.on("close", (code, by) => {
      fail(
        new UserError(`bench: ${name} ended unexpectedly (${by ?? `exit code ${String(code)}`}).\n${printed.trim()}`),
      );
      signal.removeEventListener("abort", abort);
      process.off("exit", kill);
      resolve();
    });
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = parseAnswer(line);
    if (answer.error !== undefined) fail(new UserError(`bench: ${name} failed: ${answer.error}`));
    pending?.resolve(answer.result);
    pending = undefined;
  });
  signal.addEventListener("abort", abort);
  process.on("exit", kill);
  if (signal.aborted) abort();
  return {
    name,
    ask: <Answer>(work: string, options: object = {}) =>
      new Promise<Answer>((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        pending = { resolve: resolve as (answer: unknown) => void, reject };
        child.stdin.write(`${JSON.stringify({ work, ...options })}\n`);
      }),
    stop: async () => {
      child.stdin.end();
      kill();
      await closed;
    },
  };
}

function parseAnswer(line: string): { result?: unknown; error?: string } {
  try {
    return JSON.parse(line) as { result?: unknown; error?: string };
  } catch {
    return { error: `it printed ${line}` };
  }
}

/** Ends all of them whatever happens in between. */
export async function withContestants<T>(contestants: readonly Contestant[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.stop()));
  }
}
