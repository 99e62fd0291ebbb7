import { countPositives } from "./requireScored.js";
import { summarize, type Summary, type SummarizeOptions } from "./summarize.js";

export interface SliceSummary {
  slice: string;
  n: number;
  positives: number;
  /** Distinct groups (patients). */
  groups: number;
  metrics: Summary;
  /** Fewer than 20 images of either class: read the interval, not the value. */
  small: boolean;
}

export interface SliceOptions extends SummarizeOptions {
  /** One name an image: its region, view, machine. */
  slices: readonly string[];
}

/** Below it one image more or less moves sensitivity or specificity by over five points. */
const smallSliceImages = 20;

/**
 * {@link summarize} within each slice, the largest slice first: a model can look good over all images by telling regions
 * apart and still be blind within each.
 * @throws RangeError as summarize does, or when there is not one slice name an image
 */
export function summarizeBySlice(options: SliceOptions): SliceSummary[] {
  const { labels, scores, groups, slices } = options;
  if (slices.length !== labels.length) {
    throw new RangeError(`Expected one slice a label. Received: ${labels.length} labels and ${slices.length} slices`);
  }
  const summaries = [...new Set(slices)].map((slice): SliceSummary => {
    const images = Array.from(slices, (_, i) => i).filter((i) => slices[i] === slice);
    const part = {
      labels: images.map((i) => labels[i]!),
      scores: images.map((i) => scores[i]!),
      groups: images.map((i) => groups[i]!),
    };
    const positives = countPositives(part.labels);
    return {
      slice,
      n: images.length,
      positives,
      groups: new Set(part.groups).size,
      metrics: summarize({ ...options, ...part, seed: `${options.seed}/${slice}` }),
      small: Math.min(positives, images.length - positives) < smallSliceImages,
    };
  });
  return summaries.sort((a, b) => b.n - a.n || (a.slice < b.slice ? -1 : 1));
}
