import { toCsv } from "../csv.js";
import type { TrackedRun } from "./trackedRun.js";

export interface ClassCounts {
  /** Row and column names, in order. */
  classes: readonly string[];
  /** [n, n]: counts[actual][predicted]. */
  counts: readonly (readonly number[])[];
}

/**
 * Logs a confusion matrix as a table, confusion/SPLIT.csv.
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
  await run.mlflow.artifact(`confusion/${split}.csv`, toCsv(["actual \\ predicted", ...classes], rows));
}
