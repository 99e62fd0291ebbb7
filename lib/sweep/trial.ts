import type { Params } from "./searchSpace.js";

/** What a trial told after an epoch. */
export interface TrialEpoch {
  /** From 1. */
  epoch: number;
  /** Larger is better. */
  value: number;
}

/** How a trial ended. */
export interface TrialEnd {
  /** "stopped" by early stopping of the sweep; "failed" with an error. */
  status: "finished" | "stopped" | "failed";
  /** Wall clock, of its last start. */
  seconds: number;
  error?: string;
}

/** A trial as the sweep knows it. */
export interface Trial {
  /** From 0. */
  trial: number;
  params: Params;
  /** Its run in MLflow, once it has one. */
  runId: string | undefined;
  epochs: TrialEpoch[];
  /** Undefined while it runs. */
  end: TrialEnd | undefined;
}

/** The best of its epochs; NaN before the first. */
export function valueOf({ epochs }: Pick<Trial, "epochs">): number {
  return epochs.reduce((best, { value }) => (value > best || Number.isNaN(best) ? value : best), NaN);
}

/** The best trial with a model; undefined when there is none. */
export function bestTrial(trials: readonly Trial[]): Trial | undefined {
  return trials
    .filter(({ end, epochs }) => end?.status === "finished" && epochs.length > 0)
    .reduce<Trial | undefined>((best, trial) => (best && valueOf(best) >= valueOf(trial) ? best : trial), undefined);
}
