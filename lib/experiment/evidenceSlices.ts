import type { Radiograph } from "../data/types.js";
import type { Confidence } from "../metrics/confidence.js";
import { summarizeBySlice } from "../metrics/summarizeBySlice.js";
import { scoredOf, type Evaluation } from "./evaluate.js";
import type { Evidence } from "./evidence.js";

type Slicing = Evidence["slices"][number];

/** What images may be told apart by without looking at them; undefined where a set does not know. */
export const traits: Readonly<Record<Slicing["by"], (radiograph: Radiograph) => string | undefined>> = {
  region: ({ region }) => region,
  view: ({ view }) => view,
  hardware: ({ hardware }) => (hardware === undefined ? undefined : hardware ? "hardware" : "no hardware"),
  size: ({ widthPixels, heightPixels }) => sizeClass(Math.max(widthPixels, heightPixels)),
  format: ({ format }) => format,
  source: ({ source }) => source,
};

/** Result by result what it is in each slice: for whatever the set knows and its images differ in. */
export function slicesOf(evaluation: Evaluation, confidence: Confidence): Slicing[] {
  const { predictions, thresholdProb } = evaluation;
  const ranking = predictions.map(({ logit }) => logit);
  return Object.entries(traits).flatMap(([by, trait]) => {
    const known = predictions.map(({ radiograph }) => trait(radiograph));
    const slices = known.map((name) => name ?? "unknown");
    if (new Set(slices).size < 2) return [];
    const summaries = summarizeBySlice({ ...scoredOf(evaluation), ranking, slices, thresholdProb, confidence });
    return [{ by: by as Slicing["by"], slices: summaries }];
  });
}

/** By the longer side: thumbnails of the web, exports for a screen, what a detector gives. */
function sizeClass(longerSidePixels: number): string {
  if (longerSidePixels < 512) return "under 512 px";
  if (longerSidePixels < 1024) return "512 to 1,023 px";
  return longerSidePixels < 2048 ? "1,024 to 2,047 px" : "2,048 px and more";
}
