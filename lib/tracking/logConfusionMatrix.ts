import { toCsv } from "../csv.js";
import type { TrackedRun } from "./trackedRun.js";

export interface ClassCounts {
  /** Row and column names, in order. */
  classes: readonly string[];
  /** [n, n]: counts[actual][predicted]. */
  counts: readonly (readonly number[])[];
}

/**
 * Logs a confusion matrix as a table (confusion/SPLIT.csv) and each cell as a metric
 * "SPLIT/confusion ACTUAL called PREDICTED", so that runs can be compared by it; what is before the slash is the heading
 * under which MLflow shows it.
 * @param split such as "test"
 * @throws RangeError when the counts are not square over the classes
 */
export async function logConfusionMatrix(run: TrackedRun, split: string, matrix: ClassCounts): Promise<void> {
  const { classes, counts } = matrix;
  if (counts.length !== classes.length || counts.some((row) => row.length !== classes.length)) {
    const shape = counts.map((row) => row.length).join(", ");
    throw new RangeError(`Expected ${classes.length} rows of ${classes.length} counts. Received rows of: ${shape}`);
  }
  const rows = counts.map((row, i) => [classes[i]!, ...row.map(String)]);
  for (const [i, actual] of classes.entries()) {
    for (const [j, predicted] of classes.entries()) {
      const name = `${split}/confusion ${metricName(actual)} called ${metricName(predicted)}`;
      run.mlflow.metrics({ [name]: counts[i]![j]! });
    }
  }
  await run.mlflow.artifact(`confusion/${split}.csv`, toCsv(["actual \\ predicted", ...classes], rows));
}

/** MLflow allows letters, digits, spaces and _ - . : / in a metric's name; a slash would read as a heading. */
function metricName(text: string): string {
  return text.replace(/[^\p{L}\p{N}_\-: ]/gu, "_");
}
