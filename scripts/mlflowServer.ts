import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readSettings } from "../lib/settings.js";
import { UserError } from "../lib/userError.js";
import { startServer, stopServer } from "./mlflowProcess.js";

export interface MlflowServer {
  uri: string;
  /** False when a server already answered there. */
  startedHere: boolean;
  /** Of a server that was started here. */
  pid: number | undefined;
  /** When a server that was started here ends, by stop() or by itself. */
  ended: Promise<void>;
  /** Ends the server if it was started here. */
  stop(): Promise<void>;
}

export interface MlflowServerOptions {
  /** Where the server is, or is to be: http://127.0.0.1:5000. */
  uri: string;
  /** The interface to listen on, when it is not the URI's host. */
  host?: string;
  onProgress?: (line: string) => void;
  /** Gives up the start, with the signal's reason; nothing of the server is left then. */
  signal?: AbortSignal;
}

const startLimitSeconds = 120; // 7 to 20 s on two cores; more on a busy machine
const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

/**
 * The tracking server at `uri`: the one that answers there, or a new one on this machine, with its runs in mlruns/.
 * @throws UserError when nothing answers and the address is not this machine's, when something else has the port,
 *   or when the server does not start
 */
export async function ensureMlflow({ uri, host, onProgress, signal }: MlflowServerOptions): Promise<MlflowServer> {
  const address = parseHttp(uri);
  if (await answersAsMlflow(uri)) return alreadyRunning(uri);
  if (!loopbackHosts.includes(address.hostname)) {
    throw new UserError(
      `Expected an MLflow server at ${uri}. Received: no answer. Start it, or unset MLFLOW_TRACKING_URI.`,
    );
  }
  const port = Number(address.port || 80);
  if (await isTaken(address.hostname, port)) throw portTaken(port);
  signal?.throwIfAborted();

  onProgress?.(`MLflow: starting at ${uri}`);
  const startMs = performance.now();
  const logFile = join(readSettings().root, ".cache", "mlflow-server.log");
  const server = startServer(host ?? address.hostname, port, logFile);
  const ended = new Promise<void>((resolve) =>
    server.once("exit", () => {
      resolve();
    }),
  );
  const stopAtExit = () => void stopServer(server);
  process.once("exit", stopAtExit);
  const stop = async (): Promise<void> => {
    await stopServer(server);
    process.off("exit", stopAtExit);
  };
  try {
    while (!(await answersAsMlflow(uri))) {
      const seconds = (performance.now() - startMs) / 1000;
      const hasEnded = server.exitCode !== null || server.signalCode !== null;
      if (hasEnded || seconds > startLimitSeconds) throw notStarted(seconds, logFile);
      await sleep(250, undefined, { signal });
    }
    signal?.throwIfAborted();
  } catch (error) {
    await stop();
    throw error;
  }
  onProgress?.(`MLflow: ready after ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  return { uri, startedHere: true, pid: server.pid, ended, stop };
}

function alreadyRunning(uri: string): MlflowServer {
  return {
    uri,
    startedHere: false,
    pid: undefined,
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}

function parseHttp(uri: string): URL {
  const address = URL.canParse(uri) ? new URL(uri) : undefined;
  if (address?.protocol === "http:" || address?.protocol === "https:") return address;
  throw new UserError(`Expected the tracking server's address, such as http://127.0.0.1:5000. Received: ${uri}`);
}

async function answersAsMlflow(uri: string): Promise<boolean> {
  try {
    const health = await fetch(new URL("health", uri.endsWith("/") ? uri : `${uri}/`), {
      signal: AbortSignal.timeout(5000),
    });
    return health.ok && (await health.text()) === "OK";
  } catch {
    return false; // nobody there, or not HTTP
  }
}

function isTaken(hostname: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, hostname.replace(/^\[|\]$/g, ""));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}

function notStarted(seconds: number, logFile: string): UserError {
  const lastLines = readFileSync(logFile, "utf8").trim().split("\n").slice(-5).join("\n  ");
  return new UserError(
    `MLflow did not start within ${Math.round(seconds)} s. Its last words, in ${logFile}:\n  ${lastLines}`,
  );
}

function portTaken(port: number): UserError {
  return new UserError(
    `Port ${port} is taken by something that is not MLflow. Choose another: npm run mlflow -- --port ${port + 1}, ` +
      `and MLFLOW_TRACKING_URI=http://127.0.0.1:${port + 1} for everything else.`,
  );
}
