import { logConfusionMatrix, logModelFiles, type TrackedRun } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import type { Evaluation } from "./evaluate.js";
import { predictionsCsv } from "./predictionsCsv.js";

/** Metrics as test/auc, test/auc.low, test/auc.high (MLflow groups charts by what stands before the slash); the confusion matrix; every prediction as CSV. */
export async function logEvaluation(
  run: TrackedRun,
  split: string,
  evaluation: Evaluation,
  classes: readonly string[],
): Promise<void> {
  for (const [name, { value, low, high }] of Object.entries(evaluation.metrics)) {
    run.mlflow.metrics({ [`${split}/${name}`]: value, [`${split}/${name}.low`]: low, [`${split}/${name}.high`]: high });
  }
  run.mlflow.metrics({ [`${split}/threshold`]: evaluation.thresholdProb, [`${split}/groups`]: evaluation.groups });
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = evaluation.confusion;
  const counts = [
    [trueNegatives, falsePositives],
    [falseNegatives, truePositives],
  ];
  await logConfusionMatrix(run, split, { classes, counts });
  await run.mlflow.artifact(`predictions/${split}.csv`, predictionsCsv(evaluation, classes));
}

export async function logModel(
  run: TrackedRun,
  config: ExperimentConfig,
  files: Record<string, Uint8Array>,
  epoch: number,
): Promise<void> {
  await logModelFiles(run, { name: config.name, files, imageSize: config.data.imageSize, outputs: 1, epoch });
}
