import { aucEstimate, type AucEstimate } from "./aucEstimate.js";
import type { Confidence } from "./confidence.js";
import type { Scored } from "./summarize.js";

/**
 * The AUC with DeLong's standard error, extended to images in groups by Obuchowski (sources at aucCovariance; with every
 * image a group of its own it is DeLong's to the last digit). Free of chance and fast where the bootstrap is neither.
 * @returns an interval that is symmetric in log-odds; NaN when all images of a class are of one group
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function delongAuc({ labels, scores, groups }: Scored, confidence: Confidence = 0.95): AucEstimate {
  return aucEstimate([{ labels, groups, scores: [scores], weight: 1 }], confidence);
}
