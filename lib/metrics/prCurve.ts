import { cumulativeCounts } from "./cumulativeCounts.js";

/** One entry a distinct score, from the highest to the lowest; all three have the same length. */
export interface PrCurve {
  /** Sensitivity, never falling, up to 1. */
  recall: number[];
  /** PPV at that recall. */
  precision: number[];
  /** Calls are "fractured" at or above it. */
  threshold: number[];
}

/**
 * Precision against recall at every distinct score. There is no made-up end point at recall 0, where nothing is called
 * and precision is undefined (scikit-learn's precision_recall_curve sets it to 1).
 * @param labels 0 or 1, length n, both classes present
 * @param scores any finite numbers, length n; higher = more likely fractured
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function prCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): PrCurve {
  const counts = cumulativeCounts(labels, scores);
  return {
    recall: counts.truePositives.map((tp) => tp / counts.positives),
    precision: counts.truePositives.map((tp, k) => tp / (tp + counts.falsePositives[k]!)),
    threshold: counts.thresholds,
  };
}
