import { toCsv } from "../csv.js";
import { parseTable } from "../data/parseTable.js";
import type { PreparedFolds } from "../data/prepareFolds.js";
import type { Evaluation } from "./evaluate.js";

/** One verdict of a cross-validation: an image as judged by the model that has not seen it. In repeats it has several. */
export type OutOfFoldRow = Record<"path" | "fold" | "repeat" | "label" | "group", string> & {
  /** Of its file; undefined in tables from before there was this column. */
  sha256?: string;
  /** After calibration by the fold's own validation images. */
  prob: number;
  /** Before it; what images are ranked by. */
  logit: number;
};

/** Name of the artifact. */
export const outOfFoldFile = "predictions/out-of-fold.csv";

/** What every such table has. */
const needed = ["path", "fold", "repeat", "label", "prob", "logit", "group"] as const;

/** Every held-out verdict, fold by fold. */
export function outOfFoldCsv({ folds, manifest }: PreparedFolds, tests: readonly Evaluation[]): string {
  const rows = tests.flatMap(({ predictions }, i) => {
    const { fold, repeat } = folds[i]!;
    return predictions.map(({ radiograph: { path, group, sha256 }, label, prob, logit }) =>
      [path, fold, repeat, manifest.classes[label]!, prob, logit, group, sha256].map(String),
    );
  });
  return toCsv([...needed, "sha256"], rows);
}

/**
 * Reads what outOfFoldCsv wrote.
 * @param file its name, for errors
 * @throws UserError when it is no such table
 */
export function parseOutOfFoldCsv(text: string, file: string): OutOfFoldRow[] {
  return parseTable(text, file, needed).map((row) => {
    return { ...row, prob: Number(row.prob), logit: Number(row.logit) };
  });
}
