import type { Evaluation } from "./evaluate.js";

/** One row an image, for a spreadsheet or a comparison of two models; quoted where a path needs it (RFC 4180). */
export function predictionsCsv({ predictions, thresholdProb }: Evaluation, classes: readonly string[]): string {
  const header = "path,sha256,group,region,label,probability,called";
  const rows = predictions.map(({ radiograph, label, prob }) => {
    const called = classes[prob >= thresholdProb ? 1 : 0]!;
    const { path, sha256, group, region = "" } = radiograph;
    return [path, sha256, group, region, classes[label]!, String(prob), called].map(quote).join(",");
  });
  return `${[header, ...rows].join("\n")}\n`;
}

function quote(field: string): string {
  return /[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
