import { mean } from "../lib/metrics/mean.js";
import { quantile } from "../lib/metrics/quantile.js";
import { studentQuantile } from "./studentQuantile.js";

/** What rounds of one number came to. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** @throws RangeError on no numbers */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: quantile(sorted, 0), max: quantile(sorted, 1) };
}

/**
 * Ratios round by round, then their spread: what slows the machine in one round slows both sides of it.
 * @throws RangeError on different lengths or none
 */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): Spread {
  if (ours.length !== theirs.length) {
    throw new RangeError(`Expected as many rounds of both. Received: ${ours.length} and ${theirs.length}`);
  }
  return spreadOf(ours.map((value, i) => value / theirs[i]!));
}

export interface MeanDifference {
  mean: number;
  /** Ends of the 95 % interval. */
  low: number;
  high: number;
}

/**
 * Mean of the differences ours - theirs, paired by seed, with Student's 95 % interval: mean +- t(.975, n - 1) s / sqrt(n).
 * @throws RangeError on different lengths or fewer than two pairs
 */
export function pairedDifference(ours: readonly number[], theirs: readonly number[]): MeanDifference {
  const n = ours.length;
  if (n !== theirs.length || n < 2) {
    throw new RangeError(`Expected two pairs or more. Received: ${n} and ${theirs.length} values`);
  }
  const differences = ours.map((value, i) => value - theirs[i]!);
  const centre = mean(differences);
  const variance = differences.reduce((sum, d) => sum + (d - centre) ** 2, 0) / (n - 1);
  const half = studentQuantile(0.975, n - 1) * Math.sqrt(variance / n);
  return { mean: centre, low: centre - half, high: centre + half };
}
