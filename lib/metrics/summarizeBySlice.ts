import { clusteredProportion } from "./clusteredProportion.js";
import type { Confidence } from "./confidence.js";
import { delongAuc } from "./delongAuc.js";
import { countPositives, requireGroups, requireProbabilities, requireScored } from "./requireScored.js";
import type { Estimate, Scored } from "./summarize.js";

export interface SliceSummary {
  slice: string;
  n: number;
  positives: number;
  /** Distinct groups (patients). */
  groups: number;
  /** Fewer than 20 images of either class: read the interval, not the value. */
  small: boolean;
  /** NaN in a slice of one class. */
  auc: Estimate;
  sensitivity: Estimate;
  specificity: Estimate;
}

export interface SliceOptions extends Scored {
  /** One name an image: its region, view, machine. */
  slices: readonly string[];
  thresholdProb: number;
  /** As in `summarize`. */
  ranking?: ArrayLike<number>;
  confidence?: Confidence;
}

/** Below it one image more or less moves sensitivity or specificity by over five points. */
const smallSliceImages = 20;

/**
 * AUC, sensitivity and specificity within each slice, the largest slice first: a model can look good over all images by
 * telling regions apart and still be blind within each. Intervals respect groups; they are DeLong's (see delongAuc) and
 * Wilson's (see clusteredProportion), since a bootstrap of the few patients of a slice is too narrow.
 * @throws RangeError on different lengths, labels other than 0 and 1, a probability outside [0, 1], or when there is not
 *   one slice name an image
 */
export function summarizeBySlice(options: SliceOptions): SliceSummary[] {
  const { labels, scores, groups, slices, thresholdProb, ranking = scores, confidence } = options;
  requireProbabilities(labels, scores);
  requireScored(labels, ranking);
  requireGroups(labels, groups);
  if (slices.length !== labels.length) {
    throw new RangeError(`Expected one slice a label. Received: ${labels.length} labels and ${slices.length} slices`);
  }
  const summaries = [...new Set(slices)].map((slice): SliceSummary => {
    const images = Array.from(slices, (_, i) => i).filter((i) => slices[i] === slice);
    const part = {
      labels: images.map((i) => labels[i]!),
      scores: images.map((i) => ranking[i]!),
      groups: images.map((i) => groups[i]!),
    };
    const positives = countPositives(part.labels);
    const share = (label: number): Estimate => {
      const ofClass = images.filter((i) => labels[i] === label);
      return clusteredProportion(
        ofClass.map((i) => Number(scores[i]! >= thresholdProb === (label === 1))),
        ofClass.map((i) => groups[i]!),
        confidence,
      );
    };
    return {
      slice,
      n: images.length,
      positives,
      groups: new Set(part.groups).size,
      small: Math.min(positives, images.length - positives) < smallSliceImages,
      auc: positives === 0 || positives === images.length ? undefinedEstimate : estimateOf(delongAuc(part, confidence)),
      sensitivity: share(1),
      specificity: share(0),
    };
  });
  return summaries.sort((a, b) => b.n - a.n || (a.slice < b.slice ? -1 : 1));
}

const undefinedEstimate: Estimate = { value: NaN, low: NaN, high: NaN };

function estimateOf({ value, low, high }: Estimate): Estimate {
  return { value, low, high };
}
