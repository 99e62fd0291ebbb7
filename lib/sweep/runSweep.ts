import { createAsha } from "./asha.js";
import type { SweepConfig } from "./config.js";
import type { SweepJournal } from "./journal.js";
import { pointOf, trialCount } from "./points.js";
import { valueOf, type Trial, type TrialEnd, type TrialEpoch } from "./trial.js";

/** What a trial tells while it runs. */
export interface TrialReports {
  run(runId: string, dataDigest: string): Promise<void>;
  /** @returns whether the trial is worth its next epoch */
  epoch(epoch: TrialEpoch): Promise<boolean>;
}

/** Runs one trial to its end, from where a killed sweep left it; a failure of its own is its end, not a rejection. */
export type StartTrial = (trial: Trial, reports: TrialReports, signal: AbortSignal | undefined) => Promise<TrialEnd>;

export interface SweepOptions {
  /** Trials at once. */
  jobs: number;
  startTrial: StartTrial;
  onEnd?: (trial: Trial) => void | Promise<void>;
  /** Told the run that a trial had before it had to begin anew. */
  onReplaced?: (runId: string) => Promise<void>;
  signal?: AbortSignal;
}

/**
 * Runs what is left of a sweep: trials that a killed sweep left running first, then new ones, `jobs` at a time. With one
 * job the same seed gives the same trials; with more, early stopping and TPE see results in the order in which they come.
 * @throws the signal's reason when it comes; the trials are then in the journal without an end
 */
export async function runSweep(config: SweepConfig, journal: SweepJournal, options: SweepOptions): Promise<Trial[]> {
  const { jobs, startTrial, onEnd, onReplaced, signal } = options;
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
      const reports: TrialReports = {
        run: async (runId, dataDigest) => {
          const replaced = await journal.run(name, runId, dataDigest);
          if (replaced !== undefined) await onReplaced?.(replaced);
        },
        epoch: async (epoch) => {
          await journal.epoch(name, epoch);
          return asha?.report(String(name), epoch.epoch, epoch.value) ?? true;
        },
      };
      const end = await startTrial(trial, reports, signal);
      signal?.throwIfAborted(); // a trial that was interrupted has not ended
      await journal.end(name, end);
      await onEnd?.(trial);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: jobs }, work));
  for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
  return journal.trials;
}
