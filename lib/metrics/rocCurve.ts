import { cumulativeCounts } from "./cumulativeCounts.js";

/** One entry a distinct score, and the corner (0, 0) before them; all three have the same length. */
export interface RocCurve {
  /** 1 - specificity, from 0 to 1, never falling. */
  falsePositiveRate: number[];
  /** True positive rate, from 0 to 1, never falling. */
  sensitivity: number[];
  /** Calls are "fractured" at or above it; Infinity at (0, 0), then falling. */
  threshold: number[];
}

/**
 * Every operating point of the scores; ties move along both axes at once (scikit-learn's roc_curve with
 * drop_intermediate=False).
 * @param labels 0 or 1, length n, both classes present
 * @param scores any finite numbers, length n; higher = more likely fractured
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function rocCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): RocCurve {
  const counts = cumulativeCounts(labels, scores);
  return {
    falsePositiveRate: [0, ...counts.falsePositives.map((n) => n / counts.negatives)],
    sensitivity: [0, ...counts.truePositives.map((n) => n / counts.positives)],
    threshold: [Infinity, ...counts.thresholds],
  };
}
