import { createRandom } from "../random.js";
import { midranks } from "./midranks.js";
import type { PairedScores } from "./pairedScores.js";
import { requireBothClasses, requireGroups } from "./requireScored.js";
import { rocAuc } from "./rocAuc.js";

export interface SwapTestOptions {
  /** Same seed, same p-value. */
  seed: number | string;
  /** How many random swaps; the smallest p-value there can be is 1 / (swaps + 1). */
  swaps?: number;
}

export interface SwapTest {
  /** candidate - baseline, of the images as they are. */
  difference: number;
  /** Two-sided. */
  pValue: number;
}

/**
 * Paired permutation test that respects groups: were the two models alike, each patient's two lists of scores could be
 * exchanged. Labels stay; all images of a group are swapped or none, by the toss of a coin. The p-value counts the
 * observed arrangement among the drawn ones, so it is never 0 and valid at any number of swaps (Phipson & Smyth 2010,
 * doi:10.2202/1544-6115.1585). The hypothesis is that the two are exchangeable, which is more than an equal statistic.
 * @param difference candidate - baseline of some statistic, given both models' scores; 0 when they are the same
 * @throws RangeError when there is not one group a label, or on swaps below 1
 */
export function groupSwapTest(
  { labels, groups, baseline, candidate }: PairedScores,
  difference: (baseline: Float64Array, candidate: Float64Array) => number,
  { seed, swaps = 1999 }: SwapTestOptions,
): SwapTest {
  requireGroups(labels, groups);
  if (!Number.isInteger(swaps) || swaps < 1) {
    throw new RangeError(`Expected a positive number of swaps. Received: ${swaps}`);
  }
  const [one, other] = [Float64Array.from(baseline), Float64Array.from(candidate)];
  const observed = difference(one, other);
  const names = [...new Set(groups)].sort(); // sorted: the draw does not depend on the order of the files
  const imagesOf = new Map(names.map((name) => [name, [] as number[]]));
  groups.forEach((name, image) => imagesOf.get(name)!.push(image));
  const random = createRandom(seed);
  let asFar = 1; // the observed arrangement itself
  for (let swap = 0; swap < swaps; swap++) {
    for (const name of names) {
      if (random.integer(2) === 0) continue;
      for (const i of imagesOf.get(name)!) [one[i], other[i]] = [other[i]!, one[i]!]; // from the last arrangement: as random
    }
    if (Math.abs(difference(one, other)) >= Math.abs(observed) - 1e-12) asFar++; // rounding parts no equals
  }
  return { difference: observed, pValue: asFar / (swaps + 1) };
}

/**
 * {@link groupSwapTest} of the difference in AUC (Bandos, Rockette & Gur 2005, doi:10.1002/sim.2149). Scores become ranks
 * within their model first, so that two models with other scales can be exchanged.
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function aucSwapTest(paired: PairedScores, options: SwapTestOptions): SwapTest {
  return crossValidatedSwapTest([paired], options);
}

/**
 * The same of the mean gain over folds, as compareCrossValidatedAucs has it; scores become ranks within their model and fold.
 * A group that repeats hold out again is exchanged in all of them or in none.
 * @throws RangeError on no folds, and as aucSwapTest
 */
export function crossValidatedSwapTest(folds: readonly PairedScores[], options: SwapTestOptions): SwapTest {
  if (folds.length === 0) throw new RangeError("Expected at least one fold. Received: none");
  for (const { labels, baseline, candidate } of folds) {
    requireBothClasses(labels, baseline);
    requireBothClasses(labels, candidate);
  }
  let end = 0;
  const parts = folds.map(({ labels }) => ({ labels, start: end, end: (end += labels.length) }));
  const meanGain = (one: Float64Array, other: Float64Array): number =>
    parts.reduce((sum, { labels, ...part }) => {
      const auc = (ranks: Float64Array): number => rocAuc(labels, ranks.subarray(part.start, part.end));
      return sum + (auc(other) - auc(one)) / parts.length;
    }, 0);
  return groupSwapTest(
    {
      labels: folds.flatMap(({ labels }) => Array.from(labels)),
      groups: folds.flatMap(({ groups }) => groups),
      baseline: folds.flatMap(({ baseline }) => Array.from(midranks(baseline))),
      candidate: folds.flatMap(({ candidate }) => Array.from(midranks(candidate))),
    },
    meanGain,
    options,
  );
}
