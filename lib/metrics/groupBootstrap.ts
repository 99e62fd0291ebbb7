import { createRandom } from "../random.js";
import { bcaTails } from "./bcaTails.js";
import { twoSidedZ, type Confidence } from "./confidence.js";
import { groupResampler } from "./groupResampler.js";
import { quantile } from "./quantile.js";

export interface BootstrapOptions {
  /** Same seed, same interval. */
  seed: number | string;
  resamples?: number;
  confidence?: Confidence;
  /**
   * "bca" (the default): bias-corrected and accelerated. On simulated patients (test/metrics/coverage.slow.test.ts) its
   * 95 % intervals held the AUC in 93 % of the studies of 50 patients, percentile ones in 91 %. Where BCa is undefined (see bcaTails) the percentiles stand in. It reads
   * farther out in the tails: under 1,000 resamples they rest on a handful.
   */
  method?: "bca" | "percentile";
}

export interface BootstrapInterval {
  /** NaN when the statistic was undefined in every resample. */
  low: number;
  high: number;
  /** Resamples in which the statistic was NaN (one class only, say); the percentiles are over the others. */
  undefinedResamples: number;
}

/**
 * Bootstrap intervals that respect groups: whole groups (patients) are drawn with replacement, as many as there are,
 * since images of one patient are not independent (Efron & Tibshirani 1993, chapter 13; Field & Welsh 2007).
 * With 10 to 20 simulated patients BCa's 95 % intervals held the AUC in 89 to 91 % of the studies, a sensitivity in 94 to
 * 98 % (test/metrics/coverage.slow.test.ts).
 * @param groups one name an image; which names they are and in what order the images come does not matter to the draw
 * @param statistics given the drawn image numbers, rising, an image as often as its group was drawn; always the same
 *   number of results
 * @returns one interval a statistic
 * @throws RangeError on no images, on resamples below 1 or on another confidence
 */
export function groupBootstrap(
  groups: readonly string[],
  statistics: (drawn: Uint32Array) => readonly number[],
  { seed, resamples = 1000, confidence = 0.95, method = "bca" }: BootstrapOptions,
): BootstrapInterval[] {
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(`Expected a positive number of resamples. Received: ${resamples}`);
  }
  twoSidedZ(confidence); // refuses an unknown level
  const { draw, withoutEach } = groupResampler(groups, createRandom(seed));
  const results = Array.from({ length: resamples }, () => statistics(draw()));
  const column = (rows: readonly (readonly number[])[], k: number): Float64Array =>
    Float64Array.from(rows, (row) => row[k]!).filter((value) => !Number.isNaN(value));
  const estimates = method === "bca" ? statistics(Uint32Array.from(groups, (_, image) => image)) : [];
  const jackknife = method === "bca" ? withoutEach().map(statistics) : [];
  const middle: [number, number] = [(1 - confidence) / 2, (1 + confidence) / 2];
  return results[0]!.map((_, k) => {
    const defined = column(results, k).sort();
    const undefinedResamples = resamples - defined.length;
    if (defined.length === 0) return { low: NaN, high: NaN, undefinedResamples };
    const bca = method === "bca" ? bcaTails(estimates[k]!, defined, column(jackknife, k), confidence) : undefined;
    const [lowShare, highShare] = bca ?? middle;
    return { low: quantile(defined, lowShare), high: quantile(defined, highShare), undefinedResamples };
  });
}
