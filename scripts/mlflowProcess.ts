import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readSettings } from "../lib/settings.js";

/** MLflow on this machine, its runs in mlruns/. */
export function startServer(host: string, port: number, logFile: string): ChildProcess {
  const { root, venvDir } = readSettings();
  const data = join(root, "mlruns");
  mkdirSync(join(data, "artifacts"), { recursive: true });
  mkdirSync(join(root, ".cache"), { recursive: true });
  const log = openSync(logFile, "w");
  const where = ["--host", host.replace(/^\[|\]$/g, ""), "--port", String(port), "--workers", "1"];
  const stores = ["--backend-store-uri", `sqlite:///${join(data, "mlflow.db")}`, "--serve-artifacts"];
  const artifacts = ["--artifacts-destination", join(data, "artifacts")];
  const server = spawn(join(venvDir, "bin", "python"), ["-m", "mlflow", "server", ...where, ...stores, ...artifacts], {
    stdio: ["ignore", log, log],
    detached: true, // a group of its own: Ctrl-C must not end it before the run has said that it was stopped
    // Its queue for background jobs is eight processes of 240 MB, for features that nothing here uses.
    env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" },
  });
  closeSync(log);
  return server;
}

/** Ends the server and its workers; resolves when it has ended, within ten seconds. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  process.kill(-server.pid, "SIGTERM");
  const inTime = await Promise.race([ended.then(() => true), sleep(10_000, false, { ref: false })]);
  if (!inTime) process.kill(-server.pid, "SIGKILL");
}
