import { spawn } from "node:child_process";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command of the project as npm does, without a terminal. Once the output holds `until`, SIGINT goes to the whole
 * process group, as from a terminal or a supervisor.
 */
export function runScript(
  script: string,
  args: readonly string[],
  { env, until }: { env: Record<string, string>; until?: RegExp },
): Promise<Ended> {
  const child = spawn(process.execPath, ["scripts/run.mjs", `scripts/${script}.ts`, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a process group of its own
  });
  const output = { stdout: "", stderr: "" };
  let isInterrupted = false;
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      output[name] += chunk.toString();
      if (isInterrupted || !until?.test(output.stdout + output.stderr)) return;
      isInterrupted = true;
      process.kill(-child.pid!, "SIGINT");
    });
  }
  return new Promise((resolve) =>
    child.on("close", (code) => {
      resolve({ code, ...output });
    }),
  );
}
