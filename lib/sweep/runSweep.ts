import { createAsha } from "./asha.js";
import type { SweepConfig } from "./config.js";
import type { SweepJournal } from "./journal.js";
import { pointOf, trialCount } from "./points.js";
import type { Params } from "./searchSpace.js";
import { valueOf, type Trial, type TrialEnd, type TrialEpoch } from "./trial.js";

/**
 * Runs one trial to its end; never rejects for a trial's own failure.
 * @param report tells an epoch; false in return means: stop now
 */
export type StartTrial = (
  trial: { trial: number; params: Params },
  report: (epoch: TrialEpoch) => Promise<boolean>,
  signal: AbortSignal | undefined,
) => Promise<TrialEnd>;

export interface SweepOptions {
  /** Trials at once. */
  jobs: number;
  startTrial: StartTrial;
  onEnd?: (trial: Trial) => void;
  signal?: AbortSignal;
}

/**
 * Runs what is left of a sweep: trials that a killed sweep left running first, then new ones, `jobs` at a time. With one
 * job the same seed gives the same trials; with more, early stopping and TPE see results in the order in which they come.
 * @throws the signal's reason when it comes; the trials are then in the journal without an end
 */
export async function runSweep(config: SweepConfig, journal: SweepJournal, options: SweepOptions): Promise<Trial[]> {
  const { jobs, startTrial, onEnd, signal } = options;
  const asha = config.asha && createAsha(config.asha);
  for (const { trial, epochs } of journal.trials) {
    for (const { epoch, value } of epochs) asha?.report(String(trial), epoch, value);
  }
  const interrupted = journal.trials.filter(({ end }) => end === undefined);
  const count = trialCount(config);
  let next = journal.trials.length;

  const take = async (): Promise<Trial | undefined> => {
    const left = interrupted.shift();
    if (left || next >= count) return left;
    const trial = next++;
    const done = journal.trials.filter(({ end, epochs }) => end && epochs.length > 0);
    const params = pointOf(
      config,
      trial,
      done.map((one) => ({ params: one.params, value: valueOf(one) })),
    );
    await journal.start(trial, params);
    return journal.trials[trial];
  };
  const work = async (): Promise<void> => {
    for (let trial = await take(); trial; trial = await take()) {
      signal?.throwIfAborted();
      const name = trial.trial;
      const end = await startTrial(
        trial,
        async (epoch) => {
          await journal.epoch(name, epoch);
          return asha?.report(String(name), epoch.epoch, epoch.value) ?? true;
        },
        signal,
      );
      signal?.throwIfAborted(); // a trial that was interrupted has not ended
      await journal.end(name, end);
      onEnd?.(trial);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: jobs }, work));
  for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
  return journal.trials;
}
