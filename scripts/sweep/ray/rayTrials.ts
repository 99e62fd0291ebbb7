import { join } from "node:path";
import type { SweepConfig } from "../../../lib/sweep/config.js";
import type { SweepJournal } from "../../../lib/sweep/journal.js";
import { pointOf, trialCount } from "../../../lib/sweep/points.js";
import type { SweepOptions } from "../../../lib/sweep/runSweep.js";
import { valueOf, type Trial } from "../../../lib/sweep/trial.js";
import type { TrialOrder } from "../../../lib/sweep/trialProtocol.js";
import { UserError } from "../../../lib/userError.js";
import { commitFor, requireReachable, type SweepOrigin } from "./otherMachines.js";
import type { DriverEvent, RayDriver } from "./rayDriver.js";

export interface RaySweepOptions extends SweepOrigin, Pick<SweepOptions, "onEnd" | "onReplaced"> {
  /** The checkout: on other nodes too, unless FRACTURE_LAB_ROOT names another place there. */
  root: string;
  ray: RayDriver;
  cpusPerTrial: number;
  gpusPerTrial: number;
  orderOf: (trial: Trial) => TrialOrder;
}

/**
 * Runs what is left of a sweep on Ray, into the same journal as runSweep: Ray Tune decides where and when a trial runs and
 * whether it goes on, Optuna what TPE tries next; points of a grid or of random search are those of a local sweep.
 * @throws UserError when Ray ends early, or a machine joins that can't do what the sweep asks (requireReachable); the
 *   driver's signal's reason when it comes
 */
export async function runRaySweep(
  config: SweepConfig,
  journal: SweepJournal,
  options: RaySweepOptions,
): Promise<Trial[]> {
  const left = (): Trial[] => journal.trials.filter(({ end }) => !end);
  if (left().length === 0 && journal.trials.length === trialCount(config)) return journal.trials;
  options.ray.send({
    ...jobOf(config, journal, options),
    left: left().map(({ trial, params }) => ({ trial, params })),
  });
  for await (const event of options.ray.events()) await take(event, journal, options);
  const numbers = left().map(({ trial }) => trial);
  if (numbers.length === 0) return journal.trials;
  throw new UserError(
    `sweep: expected Ray to run all trials. Received: trials ${numbers.join(", ")} without an end. It goes on with --resume.`,
  );
}

async function take(event: DriverEvent, journal: SweepJournal, options: RaySweepOptions): Promise<void> {
  if (event.type === "start") return journal.start(event.trial, event.params);
  const trial = journal.trials[event.trial]!;
  if (event.type === "order") {
    requireReachable([event.host], options); // a node may join at any time
    const { attempt, host } = event;
    const order = trial.end ? null : { ...options.orderOf(trial), ...commitFor(host, options) };
    const best = trial.epochs.length > 0 ? valueOf(trial) : null;
    options.ray.send({ trial: event.trial, attempt, order, best });
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
  const [next, count] = [journal.trials.length, trialCount(config)];
  const numbers = Array.from({ length: count - next }, (_, i) => next + i);
  return {
    ...{ search, space, seed, asha, next, count },
    points: search.kind === "tpe" ? [] : numbers.map((trial) => pointOf(config, trial, [])),
    reported: journal.trials
      .filter(({ epochs }) => epochs.length > 0)
      .map(({ trial, params, epochs, end }) => ({ trial, params, epochs, isEnded: end !== undefined })),
    resources: { cpus: options.cpusPerTrial, gpus: options.gpusPerTrial },
    storage: join(journal.folder, "ray"),
    root: options.root,
    env: { MLFLOW_TRACKING_URI: options.trackingUri },
  };
}
