import { prCurve } from "./prCurve.js";

/**
 * Precision averaged over recall, as steps and not trapezoids: the sum of (recall_k - recall_k-1) * precision_k, as in
 * scikit-learn's average_precision_score. Scores without any information give about the prevalence, not 0.5.
 * @param labels 0 or 1, length n, both classes present
 * @param scores any finite numbers, length n; higher = more likely fractured
 * @returns in (0, 1]
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { recall, precision } = prCurve(labels, scores);
  let area = 0;
  for (let k = 0; k < recall.length; k++) area += (recall[k]! - (k === 0 ? 0 : recall[k - 1]!)) * precision[k]!;
  return area;
}
