import { toCsv } from "../csv.js";
import { parseTable } from "../data/parseTable.js";
import type { PreparedFolds } from "../data/prepareFolds.js";
import type { Evaluation } from "./evaluate.js";

/** One verdict of a cross-validation: an image as judged by the model that has not seen it. In repeats it has several. */
export type OutOfFoldRow = Record<"path" | "fold" | "repeat" | "label" | "group", string> & {
  /** After calibration by the fold's own validation images. */
  prob: number;
  /** Before it; what images are ranked by. */
  logit: number;
};

/** Name of the artifact. */
export const outOfFoldFile = "predictions/out-of-fold.csv";

const columns = ["path", "fold", "repeat", "label", "prob", "logit", "group"] as const;

/** Every held-out verdict, fold by fold. */
export function outOfFoldCsv({ folds, manifest }: PreparedFolds, tests: readonly Evaluation[]): string {
  const rows = tests.flatMap(({ predictions }, i) => {
    const { fold, repeat } = folds[i]!;
    return predictions.map(({ radiograph: { path, group }, label, prob, logit }) =>
      [path, fold, repeat, manifest.classes[label]!, prob, logit, group].map(String),
    );
  });
  return toCsv(columns, rows);
}

/**
 * Reads what outOfFoldCsv wrote.
 * @param file its name, for errors
 * @throws UserError when it is no such table
 */
export function parseOutOfFoldCsv(text: string, file: string): OutOfFoldRow[] {
  return parseTable(text, file, columns).map((row) => {
    return { ...row, prob: Number(row.prob), logit: Number(row.logit) };
  });
}
