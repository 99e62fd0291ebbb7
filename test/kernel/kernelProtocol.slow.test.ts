import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { readSettings } from "../../lib/settings.js";
import { projectEnvironment } from "../../scripts/setup/environment.mjs";

const { root, venvDir } = readSettings();
const python = join(venvDir, "bin", "python");
const env = { ...process.env, ...projectEnvironment(root, process.env) };
const script = join(root, "test", "kernel", "probe.py");

async function probe(act: string): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(python, [script, act], { env });
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("the kernel completes members and says which TypeScript it is", async () => {
  expect(await probe("complete")).toEqual({ name: "typescript", version: "5.0.4", matches: ["reverse"] });
});

test("an interrupt ends a cell that waits, and the kernel goes on", async () => {
  const { status, seconds, after } = await probe("interrupt");
  expect({ status, after }).toEqual({ status: "error", after: "ok" });
  expect(seconds).toBeLessThan(5);
});

test("an interrupt ends a cell that never yields", async () => {
  expect(await probe("loop")).toMatchObject({ status: "error", after: "ok" });
});

test("an interrupt leaves work that listens for it the time to end well", async () => {
  expect(await probe("listen")).toMatchObject({ status: "ok", text: "saved\n", after: "ok" });
});

test("a failed cell cancels those already asked for, and no others", async () => {
  expect(await probe("cancel")).toEqual({ statuses: ["error", "aborted", "aborted", "ok"] });
});

test("the kernel ends when Jupyter is killed, even in a cell that never yields", async () => {
  const jupyter = spawn(python, [script, "orphan"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve) =>
    jupyter.stdout.once("data", (chunk: Buffer) => {
      resolve(String(chunk));
    }),
  );
  const { pid } = JSON.parse(line) as { pid: number };
  await sleep(500);
  jupyter.kill("SIGKILL");
  await vi.waitFor(
    () => {
      expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    },
    { timeout: 20_000, interval: 200 },
  );
});
