import { toCsv } from "../csv.js";
import type { Evaluation } from "./evaluate.js";

/** One row an image, for a spreadsheet or a comparison of two models. */
export function predictionsCsv({ predictions, thresholdProb }: Evaluation, classes: readonly string[]): string {
  const columns = ["path", "sha256", "group", "region", "label", "probability", "called"];
  const rows = predictions.map(({ radiograph, label, prob }) => {
    const called = classes[prob >= thresholdProb ? 1 : 0]!;
    const { path, sha256, group, region = "" } = radiograph;
    return [path, sha256, group, region, classes[label]!, String(prob), called];
  });
  return toCsv(columns, rows);
}
