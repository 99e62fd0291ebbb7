import { toCsv } from "../csv.js";
import type { PreparedFolds } from "../data/prepareFolds.js";
import { subset } from "../data/subset.js";
import { foldFigure } from "../figures/foldFigure.js";
import type { Figure } from "../figures/figure.js";
import { labelDoubtSheet } from "../figures/labelDoubtSheet.js";
import { confidentLearning } from "../metrics/confidentLearning.js";
import { metricNames } from "../metrics/measure.js";
import { datasetInputs, logFigure, type TrackedRun } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import type { Evaluation } from "./evaluate.js";
import type { Evidence } from "./evidence.js";
import { evidenceFigures } from "./evidenceFigures.js";
import { nameOf, type JudgedFold } from "./foldsEvidence.js";
import { heldOutVerdicts, labelDoubtsCsv, labelDoubtsFile } from "./foldsLabelDoubts.js";
import { logEvidence } from "./logEvidence.js";
import { headline } from "./logResults.js";
import { outOfFoldCsv, outOfFoldFile } from "./outOfFoldCsv.js";
import type { FoldsSummary } from "./summarizeFolds.js";

export interface FoldsToLog {
  config: ExperimentConfig;
  prepared: PreparedFolds;
  folds: readonly JudgedFold[];
  summary: FoldsSummary;
  evidence: Evidence;
  renderPng: ((figure: Figure) => Promise<Uint8Array | undefined>) | undefined;
}

/**
 * What the folds say together: test/NAME, the mean over folds, with test/NAME.low and .high for those that a run has them
 * of; folds.sd/NAME, the spread; every held-out verdict, and the labels that these
 * contradict; the evidence; the folds' AUCs and the evidence as figures.
 */
export async function logFolds(
  run: TrackedRun,
  { config, prepared, folds: judged, summary, evidence, renderPng }: FoldsToLog,
): Promise<void> {
  const { auc, metrics, spread } = summary;
  const tests = judged.map(({ test }) => test);
  const timestampMs = Math.max(...judged.map(({ endedAtMs }) => endedAtMs)); // logged again, it is the same point
  const withIntervals = {
    ...Object.fromEntries(headline.map((name) => [`test/${name}`, metrics[name]])),
  };
  for (const [name, { value, low, high }] of Object.entries(withIntervals)) {
    run.mlflow.metrics({ [name]: value, [`${name}.low`]: low, [`${name}.high`]: high }, { timestampMs });
  }
  for (const name of metricNames) {
    if (!headline.includes(name)) run.mlflow.metrics({ [`test/${name}`]: metrics[name].value }, { timestampMs });
    run.mlflow.metrics({ [`folds.sd/${name}`]: spread[name].sd }, { timestampMs });
  }
  const { manifest, folds } = prepared;
  await run.mlflow.datasets(datasetInputs({ manifest, splits: { test: prepared.radiographs } })); // each is held out once
  await run.mlflow.artifact("metrics/folds.csv", metricsCsv(prepared, tests));
  await run.mlflow.artifact(outOfFoldFile, outOfFoldCsv(prepared, tests));
  await logEvidence(run, evidence, { timestampMs });
  const verdicts = heldOutVerdicts(tests);
  const doubts = confidentLearning(verdicts.labels, verdicts.probs);
  await run.mlflow.artifact(labelDoubtsFile, labelDoubtsCsv(verdicts, doubts, manifest.classes));
  const figures = {
    folds: foldFigure(auc, folds.map(nameOf), { confidence: config.evaluation.confidence }),
    "label-doubts": await labelDoubtSheet(subset(prepared.all, verdicts.radiographs), doubts),
    ...evidenceFigures(evidence),
  };
  for (const [name, figure] of Object.entries(figures)) {
    await logFigure(run, name, figure, await renderPng?.(figure));
  }
}

/** Every metric of every fold with the interval that it has by itself. */
function metricsCsv({ folds }: PreparedFolds, tests: readonly Evaluation[]): string {
  const rows = tests.flatMap(({ metrics }, i) => {
    const { fold, repeat } = folds[i]!;
    return Object.entries(metrics).map(([name, { value, low, high }]) =>
      [repeat, fold, name, value, low, high].map(String),
    );
  });
  return toCsv(["repeat", "fold", "metric", "value", "low", "high"], rows);
}
