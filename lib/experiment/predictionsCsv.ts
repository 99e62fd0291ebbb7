import { toCsv } from "../csv.js";
import { parseTable } from "../data/parseTable.js";
import type { Evaluation } from "./evaluate.js";

/** One image's verdict as a row of a table. */
export type PredictionRow = Record<"path" | "sha256" | "group" | "region" | "label" | "called", string> & {
  /** After calibration. */
  probability: number;
  /** Before it; what images are ranked by. */
  logit: number;
};

const columns = ["path", "sha256", "group", "region", "label", "probability", "called", "logit"] as const;

/** Name of the file in a run's folder: of which part of which set, by the set's digest. */
export function predictionsFile(part: string, digest: string): string {
  return `predictions-${part}-${digest.slice(0, 8)}.csv`;
}

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

/**
 * Reads what predictionsCsv wrote.
 * @param file its name, for errors
 * @throws UserError when it is no such table
 */
export function parsePredictionsCsv(text: string, file: string): PredictionRow[] {
  const needed = ["path", "sha256", "group", "label", "probability", "called", "logit"] as const;
  return parseTable(text, file, needed).map((row) => {
    const { region = "" } = row as Partial<Record<"region", string>>;
    return { ...row, region, probability: Number(row.probability), logit: Number(row.logit) };
  });
}
