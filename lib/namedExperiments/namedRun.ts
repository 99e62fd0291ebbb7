import type { ExperimentConfig } from "../experiment/config.js";
import type { Evidence } from "../experiment/evidence.js";
import type { OutOfFoldRow } from "../experiment/outOfFoldCsv.js";

/** A question to the design, and the experiment that answers it. */
export interface NamedExperiment {
  config: ExperimentConfig;
  /** What it changes of the first, as overrides. */
  changes: readonly string[];
  why: string;
}

/** The cross-validation that answers for an experiment. */
export interface NamedRun {
  runId: string;
  /** In MLflow's UI, below the server's address. */
  page: string;
  evidence: Evidence;
  /** Over the splits of all folds. */
  splitDigest: string;
  folds: number;
  repeats: number;
  verdicts: readonly OutOfFoldRow[];
  trainableWeights: number;
  /** Of all its trainings; undefined when one was resumed, since what went before is not known. */
  cpuSeconds: number | undefined;
}

export interface NamedResult {
  experiment: NamedExperiment;
  /** Undefined while there is none that counts. */
  run: NamedRun | undefined;
  /** Newer or other cross-validations of the same name, and why they do not count: "its folds are others". */
  leftOut: { runId: string; reason: string }[];
}
