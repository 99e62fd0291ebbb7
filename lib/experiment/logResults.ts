import type { TableRow } from "mlflow-js-client";
import { toCsv } from "../csv.js";
import type { PreparedData } from "../data/prepareData.js";
import { metricNames, type MetricName } from "../metrics/measure.js";
import { datasetInputs, logConfusionMatrix, type TrackedRun } from "../tracking/index.js";
import type { Evaluation } from "./evaluate.js";
import type { JudgedModel } from "./gatherEvidence.js";
import { logErrors } from "./logErrors.js";
import { logEvidence } from "./logEvidence.js";
import { endOf } from "./logTraining.js";
import { predictionRows, predictionsCsv } from "./predictionsCsv.js";

/** The metrics that go with their intervals everywhere. */
export const headline: readonly MetricName[] = ["auc", "sensitivity", "specificity"];

/** Logs a trained model's judgement on validation and test, its evidence, and the errors on test that it was surest of. */
export async function logEvaluations(
  run: TrackedRun,
  { manifest, splits }: PreparedData,
  { model, evidence }: JudgedModel,
  modelId: string | undefined,
): Promise<void> {
  for (const split of ["validation", "test"] as const) {
    const evaluation = model[split];
    if (!evaluation) continue;
    const [dataset] = datasetInputs({ manifest, splits: { [split]: splits[split].radiographs } });
    const { name, digest } = dataset!;
    const at = { ...endOf(model.training), ...(modelId !== undefined && { modelId, dataset: { name, digest } }) };
    await logEvaluation(run, evaluation, { split, classes: manifest.classes, at });
    if (split === "test" && evidence) await logEvidence(run, evidence, at);
  }
  if (model.test) await logErrors(run, splits.test, model.test);
}

interface Judged {
  split: "validation" | "test";
  classes: readonly string[];
  /** Without a model while that waits in the spool: then the run alone has the metrics. */
  at: Parameters<TrackedRun["mlflow"]["metrics"]>[1];
}

/**
 * Metrics as test/auc, test/auc.low, test/auc.high (MLflow groups charts by what stands before the slash): of test all,
 * of validation the headline ones, and intervals of these alone, since each becomes a chart. metrics/SPLIT.csv holds all
 * of both. With it the confusion matrix, every prediction as CSV, and those of test as a table that the UI compares.
 */
export async function logEvaluation(run: TrackedRun, evaluation: Evaluation, judged: Judged): Promise<void> {
  const { split, classes, at } = judged;
  const { metrics, confusion, thresholdProb } = evaluation;
  for (const metric of split === "test" ? metricNames : headline) {
    run.mlflow.metrics({ [`${split}/${metric}`]: metrics[metric].value }, at);
  }
  if (split === "test") {
    for (const metric of headline) {
      const { low, high } = metrics[metric];
      run.mlflow.metrics({ [`test/${metric}.low`]: low, [`test/${metric}.high`]: high }, at);
    }
    run.mlflow.metrics({ "test/threshold": thresholdProb }, at);
  }
  const rows = metricNames.map((metric) => {
    const { value, low, high } = metrics[metric];
    return [metric, ...[value, low, high].map((number) => (Number.isNaN(number) ? "" : String(number)))];
  });
  await run.mlflow.artifact(`metrics/${split}.csv`, toCsv(["metric", "value", "low", "high"], rows));
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
  const counts = [
    [trueNegatives, falsePositives],
    [falseNegatives, truePositives],
  ];
  await logConfusionMatrix(run, split, { classes, counts });
  await run.mlflow.artifact(`predictions/${split}.csv`, predictionsCsv(evaluation, classes));
  if (split === "test") await run.mlflow.table("predictions/test.json", comparableRows(evaluation, classes));
}

/** The UI groups a table's rows by its first column and compares runs by its second. */
function comparableRows(evaluation: Evaluation, classes: readonly string[]): TableRow[] {
  return predictionRows(evaluation, classes).map(({ path, probability, called, label, region, group }) => {
    return { path, probability, called, label, region, group };
  });
}
