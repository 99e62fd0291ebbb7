import { aucCovariance, type AucPart } from "./aucCovariance.js";
import { twoSidedZ, type Confidence } from "./confidence.js";
import { logistic } from "./logistic.js";
import { newcombeAucInterval } from "./newcombeAucInterval.js";
import type { Estimate } from "./summarize.js";

export interface AucEstimate extends Estimate {
  /** On the scale of the AUC; the interval is not value +- z * standardError, see {@link aucEstimate}. */
  standardError: number;
}

/**
 * One model's AUC, a weighted mean over parts, with its interval. The interval is normal in the log-odds of the AUC, so
 * that it stays inside [0, 1] and leans away from 1 as the sampling does (Pepe 2003, chapter 5; Qin & Hotilovac 2008,
 * doi:10.1177/0962280207087173). An AUC of exactly 0 or 1 has no spread; it gets Newcombe's interval over the groups.
 * Scores that are all alike have 0.5 and no doubt. Another AUC without spread comes of too few groups to show one: NaN ends.
 * @throws RangeError as {@link aucCovariance}
 */
export function aucEstimate(parts: readonly AucPart[], confidence: Confidence = 0.95): AucEstimate {
  const { aucs, covariance } = aucCovariance(parts);
  const value = aucs[0]!;
  const standardError = Math.sqrt(Math.max(0, covariance[0]![0]!));
  if (value === 0 || value === 1) {
    const groupsOf = (label: number): number =>
      new Set(parts.flatMap(({ labels, groups }) => groups.filter((_, i) => labels[i] === label))).size;
    return { value, ...newcombeAucInterval(value, groupsOf(1), groupsOf(0), confidence), standardError };
  }
  if (standardError < leastError && value !== 0.5) return { value, low: NaN, high: NaN, standardError };
  const logOdds = Math.log(value / (1 - value));
  const reach = (twoSidedZ(confidence) * standardError) / (value * (1 - value));
  return { value, low: logistic(logOdds - reach), high: logistic(logOdds + reach), standardError };
}

/** What rounding leaves of no spread. */
const leastError = 1e-9;
