import { inBothStates, type Pair } from "./candidateSources.js";
import type { ComparedPair } from "./comparePairs.js";
import { joinCopies } from "./joinCopies.js";

/**
 * Groups of copies when everything is compared that they hang on: joins, compares what the joining left open, and joins
 * anew, until nothing is open.
 * @param compare lays pairs one upon the other, in either state
 * @returns [count], the smallest index of each one's group
 */
export async function settleCopies(
  count: number,
  compared: readonly ComparedPair[],
  compare: (pairs: readonly Pair[]) => Promise<readonly ComparedPair[]>,
): Promise<number[]> {
  let known = compared;
  for (;;) {
    const { groups, open } = joinCopies(count, known);
    if (open.length === 0) return groups;
    // Each round compares pairs that no round before did, so it ends.
    known = [...known, ...(await compare(inBothStates(open)))];
  }
}
