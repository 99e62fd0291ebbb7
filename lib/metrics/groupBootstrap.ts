import { createRandom } from "../random.js";
import { twoSidedZ, type Confidence } from "./confidence.js";
import { quantile } from "./quantile.js";

export interface BootstrapOptions {
  /** Same seed, same interval. */
  seed: number | string;
  resamples?: number;
  confidence?: Confidence;
}

export interface BootstrapInterval {
  /** NaN when the statistic was undefined in every resample. */
  low: number;
  high: number;
  /** Resamples in which the statistic was NaN (one class only, say); the percentiles are over the others. */
  undefinedResamples: number;
}

/**
 * Percentile intervals that respect groups: whole groups (patients) are drawn with replacement, as many as there are,
 * since images of one patient are not independent (Efron & Tibshirani 1993, chapter 13; Field & Welsh 2007).
 * With fewer than some 20 groups such intervals are too narrow.
 * @param groups one name an image; which names they are and in what order the images come does not matter to the draw
 * @param statistics given the drawn image numbers, rising, an image as often as its group was drawn; always the same
 *   number of results
 * @returns one interval a statistic
 * @throws RangeError on no images, on resamples below 1 or on another confidence
 */
export function groupBootstrap(
  groups: readonly string[],
  statistics: (drawn: Uint32Array) => readonly number[],
  { seed, resamples = 1000, confidence = 0.95 }: BootstrapOptions,
): BootstrapInterval[] {
  if (groups.length === 0) throw new RangeError("Expected at least one image. Received: none");
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(`Expected a positive number of resamples. Received: ${resamples}`);
  }
  twoSidedZ(confidence); // refuses an unknown level
  const names = [...new Set(groups)].sort(); // sorted: the draw does not depend on the order of the files
  const numberOf = new Map(names.map((name, number) => [name, number]));
  const groupOf = Uint32Array.from(groups, (name) => numberOf.get(name)!);
  const random = createRandom(seed);
  const timesDrawn = new Uint32Array(names.length);
  const results: (readonly number[])[] = [];
  for (let b = 0; b < resamples; b++) {
    timesDrawn.fill(0);
    for (let g = 0; g < names.length; g++) timesDrawn[random.integer(names.length)]!++;
    results.push(statistics(imagesDrawn(groupOf, timesDrawn)));
  }
  return results[0]!.map((_, k) =>
    interval(
      Float64Array.from(results, (row) => row[k]!),
      confidence,
    ),
  );
}

function imagesDrawn(groupOf: Uint32Array, timesDrawn: Uint32Array): Uint32Array {
  let total = 0;
  for (const group of groupOf) total += timesDrawn[group]!;
  const drawn = new Uint32Array(total);
  let next = 0;
  for (let image = 0; image < groupOf.length; image++) {
    for (let t = timesDrawn[groupOf[image]!]!; t > 0; t--) drawn[next++] = image;
  }
  return drawn;
}

function interval(values: Float64Array, confidence: number): BootstrapInterval {
  const defined = values.filter((value) => !Number.isNaN(value)).sort();
  const undefinedResamples = values.length - defined.length;
  if (defined.length === 0) return { low: NaN, high: NaN, undefinedResamples };
  const tail = (1 - confidence) / 2;
  return { low: quantile(defined, tail), high: quantile(defined, 1 - tail), undefinedResamples };
}
