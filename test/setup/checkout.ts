import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readSettings } from "../../lib/settings.js";

const { root } = readSettings();
const parts = ["package.json", "package-lock.json", ".npmrc", "requirements.txt", "scripts", "shims", "packages"];

/** A checkout of its own, with nothing set up; removed when the test is over. */
export function bareCheckout(): string {
  const checkout = mkdtempSync(join(tmpdir(), "fracture-lab-setup-"));
  onTestFinished(() => {
    rmSync(checkout, { recursive: true, force: true });
  });
  for (const part of parts) {
    cpSync(join(root, part), join(checkout, part), {
      recursive: true,
      filter: (path) => !/[\\/](dist|dist\.tmp|node_modules)$/.test(path),
    });
  }
  return checkout;
}

/** The packages of this checkout stand in for the other's: only for set-ups that end before they would change any. */
export function borrowNodePackages(checkout: string): void {
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

export interface SetUpProcess {
  ended: Promise<Ended>;
  /** Resolves when it has printed the text. */
  says(text: string): Promise<void>;
  kill(): void;
}

export function startSetUp(checkout: string, env: Record<string, string> = {}): SetUpProcess {
  const child = spawn(process.execPath, [join(checkout, "scripts", "run.mjs")], {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      resolve({ code, signal, stderr });
    });
  });
  return {
    ended,
    async says(text) {
      const heard = new Promise<void>((resolve) => {
        const look = () => {
          if (stderr.includes(text)) resolve();
        };
        look();
        child.stderr.on("data", look);
      });
      await Promise.race([
        heard,
        ended.then(() => {
          throw new Error(`ended before it said ${text}:\n${stderr}`);
        }),
      ]);
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Whether set-up got as far as to install anything. */
export function hasInstalled(checkout: string): boolean {
  return existsSync(join(checkout, "node_modules")) || existsSync(join(checkout, ".venv"));
}
