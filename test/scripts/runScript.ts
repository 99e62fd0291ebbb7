import { spawn } from "node:child_process";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command of the project as npm does, without a terminal. Once the output holds `until`, or `until` says so, SIGINT
 * goes to the whole process group, as from a terminal or a supervisor.
 */
export function runScript(
  script: string,
  args: readonly string[],
  { env, until }: { env: Record<string, string>; until?: RegExp | (() => boolean) },
): Promise<Ended> {
  const child = spawn(process.execPath, ["scripts/run.mjs", `scripts/${script}.ts`, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a process group of its own
  });
  const output = { stdout: "", stderr: "" };
  const isDue = (): boolean =>
    until instanceof RegExp ? until.test(output.stdout + output.stderr) : until !== undefined && until();
  let isInterrupted = false;
  const interruptWhenDue = (): void => {
    if (isInterrupted || !isDue()) return;
    isInterrupted = true;
    process.kill(-child.pid!, "SIGINT");
  };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      output[name] += chunk.toString();
      interruptWhenDue();
    });
  }
  const polling = setInterval(interruptWhenDue, 50);
  return new Promise((resolve) =>
    child.on("close", (code) => {
      clearInterval(polling);
      resolve({ code, ...output });
    }),
  );
}
