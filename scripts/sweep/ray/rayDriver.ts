import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { trialMessageSchema } from "../../../lib/sweep/trialProtocol.js";
import { UserError } from "../../../lib/userError.js";
import { requireReachable, type SweepOrigin } from "./otherMachines.js";
import { rayPython } from "./rayPython.js";
import { requireCluster } from "./requireCluster.js";

const nodesSchema = z.strictObject({ type: z.literal("nodes"), hosts: z.array(z.string()) });

const eventSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("start"), trial: z.int(), params: z.record(z.string(), z.json()) }),
  z.strictObject({ type: z.literal("order"), trial: z.int(), attempt: z.int(), host: z.string() }),
  z.strictObject({ type: z.literal("message"), trial: z.int(), message: trialMessageSchema }),
]);

export type DriverEvent = z.infer<typeof eventSchema>;

export interface RayDriverOptions extends SweepOrigin {
  root: string;
  /** Of a cluster that runs, or "auto"; undefined starts Ray on this machine for as long as the driver lives. */
  address: string | undefined;
  signal?: AbortSignal;
}

/** driver.py, connected to a cluster; its head says what is sent to it and what it tells. */
export interface RayDriver {
  send(value: object): void;
  /** Each once, until the driver ends. @throws UserError when it ends early; the signal's reason when it comes */
  events(): AsyncGenerator<DriverEvent>;
  /** Ends it, its trials, and a Ray that it started. */
  close(): Promise<void>;
}

const driverEnvironment = {
  RAY_USAGE_STATS_ENABLED: "0", // nothing is sent to Ray's makers
  TUNE_DISABLE_STRICT_METRIC_CHECKING: "1", // a trial that fails before its first epoch has no value
  TUNE_DISABLE_AUTO_CALLBACK_LOGGERS: "1", // MLflow and the journal have it all
  RAY_AIR_NEW_OUTPUT: "0",
  RAY_TRAIN_V2_ENABLED: "0",
};

/** A Ray of this machine alone listens on loopback, as Ray does by itself on other systems than Linux. */
const loopbackEnvironment = { RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: "0" };

/** Ray alone would try for many minutes where something else answers; it takes ten seconds itself to start, or more. */
const connectMs = 120_000;

/** Kept of what Ray says to the screen, for a failure's reason. */
const tailChars = 8000;

/**
 * Connects to a cluster, before anything is recorded of a sweep; sets up Ray when it is missing.
 * @throws UserError, exit 2, when that fails, there is no cluster, it is of another version, or its machines can't do what the sweep asks
 *   (requireReachable); the signal's reason when it comes
 */
export async function startRayDriver(options: RayDriverOptions): Promise<RayDriver> {
  const { root, address, signal } = options;
  if (address !== undefined) await requireCluster(address);
  const python = await rayPython(root);
  signal?.throwIfAborted();
  const driver = spawn(python, ["-B", join(root, "scripts/sweep/ray/driver.py")], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...driverEnvironment, ...(address === undefined && loopbackEnvironment) },
    detached: true, // Ctrl-C is for the sweep, which then ends the driver
  });
  const exited = once(driver, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const stop = (): void => void driver.stdin.end();
  const giveUp = (): void => void driver.kill("SIGKILL"); // it sees its input end no sooner than it has connected
  let tail = "";
  driver.stderr.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-tailChars);
  });
  driver.stdin.on("error", () => undefined); // it has ended; its exit says how
  const lines = createInterface(driver.stdout)[Symbol.asyncIterator]();
  const ray: RayDriver = {
    send: (value) => void driver.stdin.write(`${JSON.stringify(value)}\n`),
    events: async function* () {
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        yield eventSchema.parse(JSON.parse(line.value));
      }
      const [code, exitSignal] = await exited;
      signal?.throwIfAborted();
      if (code === 0) return;
      const reason = lastError(tail) ?? exitSignal ?? `exit ${code}`;
      throw new UserError(`sweep: expected Ray to run all trials. Received: ${reason}. It goes on with --resume.`);
    },
    close: async () => {
      signal?.removeEventListener("abort", stop);
      driver.stdin.end();
      await exited;
    },
  };
  const timer = setTimeout(giveUp, connectMs);
  signal?.addEventListener("abort", giveUp);
  try {
    ray.send(initOf(address));
    const line = await lines.next();
    signal?.throwIfAborted();
    if (line.done) {
      const [, exitSignal] = await exited;
      throw noCluster(address, exitSignal === "SIGKILL" ? `no answer in ${connectMs / 1000} s.` : refusal(tail));
    }
    signal?.addEventListener("abort", stop);
    requireReachable(nodesSchema.parse(JSON.parse(line.value)).hosts, options);
    return ray;
  } catch (error) {
    await ray.close();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}

/** ray.init's. */
function initOf(address: string | undefined): object {
  if (address !== undefined) return { address };
  return { address: "local", include_dashboard: false, object_store_memory: 80e6 };
}

function noCluster(address: string | undefined, reason: string): UserError {
  const cluster = address === "auto" ? "this machine to be a node of a Ray cluster" : `a Ray cluster at ${address}`;
  const expected = address === undefined ? "Ray to start on this machine" : cluster;
  return new UserError(`sweep: expected ${expected}. Received: ${reason.slice(0, 500)} See docs/ray.md.`, 2);
}

/** Why Ray does not connect; a wrong token it tells only on the way. */
function refusal(text: string): string {
  if (text.includes("InvalidAuthToken"))
    return "it asks for another token than RAY_AUTH_TOKEN, with RAY_AUTH_MODE=token.";
  return text.trim().split("\n").at(-1) ?? "";
}

/** A traceback ends in it: "ConnectionError: …". */
function lastError(text: string): string | undefined {
  return text
    .split("\n")
    .filter((line) => /^[\w.]+(Error|Exception|Interrupt)\b/.test(line))
    .at(-1);
}
