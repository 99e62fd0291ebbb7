import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { SweepConfig } from "../../../lib/sweep/config.js";
import type { SweepJournal } from "../../../lib/sweep/journal.js";
import { pointOf, trialCount } from "../../../lib/sweep/points.js";
import type { SweepOptions } from "../../../lib/sweep/runSweep.js";
import { valueOf, type Trial } from "../../../lib/sweep/trial.js";
import { trialMessageSchema, type TrialOrder } from "../../../lib/sweep/trialProtocol.js";
import type { RunContext } from "../../../lib/tracking/index.js";
import { UserError } from "../../../lib/userError.js";
import { commitFor, requireReachable } from "./otherMachines.js";

export interface RaySweepOptions extends Pick<SweepOptions, "onEnd" | "onReplaced" | "signal"> {
  /** The checkout: on other nodes too, unless FRACTURE_LAB_ROOT names another place there. */
  root: string;
  /** Of the environment with Ray. */
  python: string;
  /** Of a cluster that runs, or "auto"; undefined starts Ray on this machine for as long as the sweep takes. */
  address: string | undefined;
  cpusPerTrial: number;
  gpusPerTrial: number;
  trackingUri: string;
  /** Of this checkout. */
  git: RunContext["git"];
  orderOf: (trial: Trial) => TrialOrder;
}

const eventSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("nodes"), hosts: z.array(z.string()) }),
  z.strictObject({ type: z.literal("start"), trial: z.int(), params: z.record(z.string(), z.json()) }),
  z.strictObject({ type: z.literal("order"), trial: z.int(), attempt: z.int(), host: z.string() }),
  z.strictObject({ type: z.literal("message"), trial: z.int(), message: trialMessageSchema }),
]);

const driverEnvironment = {
  RAY_USAGE_STATS_ENABLED: "0", // nothing is sent to Ray's makers
  TUNE_DISABLE_STRICT_METRIC_CHECKING: "1", // a trial that fails before its first epoch has no value
  TUNE_DISABLE_AUTO_CALLBACK_LOGGERS: "1", // MLflow and the journal have it all
  RAY_AIR_NEW_OUTPUT: "0",
  RAY_TRAIN_V2_ENABLED: "0",
};

/** A Ray of this machine alone listens on loopback, as Ray does by itself on other systems than Linux. */
const loopbackEnvironment = { RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: "0" };

/** Kept of what Ray says to the screen, for a failure's reason. */
const tailChars = 8000;

/**
 * Runs what is left of a sweep on Ray, into the same journal as runSweep: Ray Tune decides where and when a trial runs and
 * whether it goes on, Optuna what TPE tries next; points of a grid or of random search are those of a local sweep.
 * @throws UserError when Ray does not start or ends early, or other machines can't do what this one asks (requireReachable);
 *   the signal's reason when it comes
 */
export async function runRaySweep(
  config: SweepConfig,
  journal: SweepJournal,
  options: RaySweepOptions,
): Promise<Trial[]> {
  const { root, python, signal } = options;
  const left = (): number[] => journal.trials.filter(({ end }) => !end).map(({ trial }) => trial);
  const count = trialCount(config);
  signal?.throwIfAborted();
  if (left().length === 0 && journal.trials.length === count) return journal.trials;
  const driver = spawn(python, ["-B", join(root, "scripts/sweep/ray/driver.py")], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...driverEnvironment, ...(options.address === undefined && loopbackEnvironment) },
    detached: true, // Ctrl-C is for the sweep, which then ends the driver
  });
  const exited = once(driver, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const stop = (): void => void driver.stdin.end();
  signal?.addEventListener("abort", stop);
  let tail = "";
  driver.stderr.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-tailChars);
  });
  driver.stdin.on("error", () => undefined); // it has ended; its exit says how
  const send = (value: object): void => void driver.stdin.write(`${JSON.stringify(value)}\n`);
  try {
    send({ ...jobOf(config, journal, options), left: left(), next: journal.trials.length, count });
    for await (const line of createInterface(driver.stdout)) {
      await take(eventSchema.parse(JSON.parse(line)), journal, options, send);
    }
    const [code, exitSignal] = await exited;
    signal?.throwIfAborted();
    if (code === 2) throw noCluster(options.address, tail);
    if (code === 0 && left().length === 0) return journal.trials;
    const reason = code === 0 ? `trials ${left().join(", ")} without an end` : (lastError(tail) ?? exitSignal);
    throw new UserError(`sweep: expected Ray to run all trials. Received: ${reason}. It goes on with --resume.`);
  } finally {
    signal?.removeEventListener("abort", stop);
    driver.stdin.end();
    await exited;
  }
}

async function take(
  event: z.infer<typeof eventSchema>,
  journal: SweepJournal,
  options: RaySweepOptions,
  send: (value: object) => void,
): Promise<void> {
  if (event.type === "nodes") {
    requireReachable(event.hosts, options);
    return;
  }
  if (event.type === "start") return journal.start(event.trial, event.params);
  const trial = journal.trials[event.trial]!;
  if (event.type === "order") {
    requireReachable([event.host], options); // a node may join at any time
    const { attempt, host } = event;
    const order = trial.end ? null : { ...options.orderOf(trial), ...commitFor(host, options) };
    send({ trial: event.trial, attempt, order, best: trial.epochs.length > 0 ? valueOf(trial) : null });
    return;
  }
  if (trial.end) return; // told, then its node was lost: it counts once
  const { message } = event;
  if (message.type === "run") {
    const replaced = await journal.run(event.trial, message.runId, message.dataDigest);
    if (replaced !== undefined) await options.onReplaced?.(replaced);
  } else if (message.type === "epoch") {
    await journal.epoch(event.trial, { epoch: message.epoch, value: message.value });
  } else {
    const { status, seconds, error } = message;
    await journal.end(event.trial, { status, seconds, ...(error !== undefined && { error }) });
    await options.onEnd?.(trial);
  }
}

/** What the driver is told first. */
function jobOf(config: SweepConfig, journal: SweepJournal, options: RaySweepOptions): object {
  const { search, space, seed, asha } = config;
  const next = journal.trials.length;
  const numbers = Array.from({ length: trialCount(config) - next }, (_, i) => next + i);
  return {
    ...{ search, space, seed, asha },
    points: search.kind === "tpe" ? [] : numbers.map((trial) => pointOf(config, trial, [])),
    reported: journal.trials
      .filter(({ epochs }) => epochs.length > 0)
      .map(({ trial, params, epochs, end }) => ({ trial, params, epochs, isEnded: end !== undefined })),
    resources: { cpus: options.cpusPerTrial, gpus: options.gpusPerTrial },
    init:
      options.address === undefined
        ? { address: "local", include_dashboard: false, object_store_memory: 80e6 }
        : { address: options.address },
    storage: join(journal.folder, "ray"),
    root: options.root,
    env: { MLFLOW_TRACKING_URI: options.trackingUri },
  };
}

function noCluster(address: string | undefined, tail: string): UserError {
  const expected = address === undefined ? "Ray to start on this machine" : `a Ray cluster at ${address}`;
  const reason = tail.trim().split("\n").at(-1) ?? "nothing";
  return new UserError(`sweep: expected ${expected}. Received: ${reason.slice(0, 500)} See docs/ray.md.`, 2);
}

/** A traceback ends in it: "ConnectionError: …". */
function lastError(text: string): string | undefined {
  return text
    .split("\n")
    .filter((line) => /^[\w.]+(Error|Exception|Interrupt)\b/.test(line))
    .at(-1);
}
