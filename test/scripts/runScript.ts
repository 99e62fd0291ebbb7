import { spawn } from "node:child_process";
import { projectEnvironment } from "../../scripts/setup/environment.mjs";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command of the project as npm does; `until` sends SIGINT once the output holds it. */
export function runScript(
  script: string,
  args: readonly string[],
  { env, until }: { env: Record<string, string>; until?: RegExp },
): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, ...args], {
    env: { ...process.env, ...projectEnvironment(process.cwd(), process.env), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  let isInterrupted = false;
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      output[name] += chunk.toString();
      if (isInterrupted || !until?.test(output.stdout + output.stderr)) return;
      isInterrupted = true;
      child.kill("SIGINT");
    });
  }
  return new Promise((resolve) =>
    child.on("close", (code) => {
      resolve({ code, ...output });
    }),
  );
}
