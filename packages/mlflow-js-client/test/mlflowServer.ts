import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { MlflowClient } from "../src/mlflowClient.js";

const VENV = resolve(".venv", "bin");

/** Tests against the real server need the checkout's .venv; `npm test` makes it. */
export const hasMlflow = existsSync(join(VENV, "mlflow"));

/** A real MLflow server on loopback with a database and artifacts of its own. */
export interface MlflowServer {
  uri: string;
  start: () => Promise<void>;
  /** SIGKILL to the server and its workers: as a power cut. */
  kill: () => Promise<void>;
}

export interface ServerOptions {
  /** Default: the folder "artifacts" in the server's own. */
  artifactsDestination?: string;
  /** For its process, besides this one's. */
  env?: Record<string, string>;
}

export async function mlflowServer(folder: string, options: ServerOptions = {}): Promise<MlflowServer> {
  const port = await freePort();
  const uri = `http://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const where = [
      "--backend-store-uri",
      `sqlite:///${folder}/mlflow.db`,
      "--artifacts-destination",
      options.artifactsDestination ?? join(folder, "artifacts"),
    ];
    const args = ["server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1", ...where];
    // A process group of its own, so that a kill takes the workers too.
    const env = { ...serverEnv(), ...options.env };
    server = spawn(join(VENV, "mlflow"), args, { cwd: folder, stdio: "ignore", detached: true, env });
    const client = new MlflowClient({ trackingUri: uri, env: {} });
    for (let tries = 0; tries < 240; tries++) {
      if (server.exitCode !== null) throw new Error(`Expected MLflow to run. Received: exit ${server.exitCode}`);
      if (await client.isReachable()) return;
      await new Promise((after) => setTimeout(after, 500));
    }
    throw new Error("Expected MLflow to answer within two minutes. Received: no answer");
  };
  const kill = async (): Promise<void> => {
    if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((after) => server?.once("exit", after));
    process.kill(-server.pid, "SIGKILL");
    await gone;
  };
  return { uri, start, kill };
}

/** Runs Python with MLflow's own client against the server. @returns what the code prints, parsed as JSON */
export async function python(uri: string, code: string, ...args: string[]): Promise<unknown> {
  const env = { ...serverEnv(), MLFLOW_TRACKING_URI: uri };
  const child = spawn(join(VENV, "python"), ["-c", code, ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = await new Promise<number | null>((after) => child.once("close", after));
  if (exitCode !== 0) throw new Error(`Expected Python to succeed. Received: exit ${exitCode}`);
  return JSON.parse(output);
}

function serverEnv(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    MLFLOW_DISABLE_TELEMETRY: "true",
    DO_NOT_TRACK: "true",
    // Its queue for background jobs is eight processes that never rest, for features that nothing here uses.
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
  };
}

export function freePort(): Promise<number> {
  return new Promise((after) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        after(port);
      });
    });
  });
}
