import { toCsv } from "../csv.js";
import type { Evaluation } from "./evaluate.js";

/** One image's verdict as a row of a table. */
export type PredictionRow = Record<"path" | "sha256" | "group" | "region" | "label" | "called", string> & {
  /** After calibration. */
  probability: number;
  /** Before it; what images are ranked by. */
  logit: number;
};

const columns = ["path", "sha256", "group", "region", "label", "probability", "called", "logit"] as const;

/** One row an image, in the data set's order. */
export function predictionRows(
  { predictions, thresholdProb }: Evaluation,
  classes: readonly string[],
): PredictionRow[] {
  return predictions.map(({ radiograph: { path, sha256, group, region = "" }, label, prob, logit }) => ({
    path,
    sha256,
    group,
    region,
    label: classes[label]!,
    probability: prob,
    called: classes[prob >= thresholdProb ? 1 : 0]!,
    logit,
  }));
}

/** The rows for a spreadsheet, or for a comparison of two models. */
export function predictionsCsv(evaluation: Evaluation, classes: readonly string[]): string {
  const rows = predictionRows(evaluation, classes).map((row) => columns.map((column) => String(row[column])));
  return toCsv(columns, rows);
}
