import type { CandidatePair } from "./candidatePairs.js";
import type { ComparedPair } from "./comparePairs.js";
import { copyLikeness } from "./likeness.js";

/** What one way of finding pairs worth a closer look was good for. */
export interface SourceTally {
  source: "keypoints" | "embedding";
  /** Pairs of contents that it named. */
  pairs: number;
  /** Of those, the ones that laying them one upon the other confirmed. */
  copies: number;
  /** Of those, the ones that the other source did not name. */
  copiesOnlyHere: number;
}

export type Pair = Pick<CandidatePair, "first" | "second" | "isMirrored">;

const keyOf = ({ first, second }: Pick<Pair, "first" | "second">): string => `${first} ${second}`;

/** Whether one must be mirrored is known by keypoints only, so other pairs are tried both ways. */
export function inBothStates(pairs: readonly (readonly [number, number])[]): Pair[] {
  return pairs.flatMap(([first, second]) => [false, true].map((isMirrored) => ({ first, second, isMirrored })));
}

/** All pairs to compare. */
export function mergePairs(byKeypoints: readonly Pair[], suggested: readonly (readonly [number, number])[]): Pair[] {
  const known = new Set(byKeypoints.map(keyOf));
  const added = suggested.filter(([first, second]) => !known.has(keyOf({ first, second })));
  return [...byKeypoints, ...inBothStates(added)];
}

/** @param suggested undefined when nobody was asked for more pairs */
export function countSources(
  byKeypoints: readonly Pair[],
  suggested: readonly (readonly [number, number])[] | undefined,
  compared: readonly ComparedPair[],
): SourceTally[] {
  const isCopy = new Set(compared.filter(({ likeness }) => likeness >= copyLikeness).map(keyOf));
  const named = {
    keypoints: new Set(byKeypoints.map(keyOf)),
    embedding: new Set((suggested ?? []).map(([first, second]) => keyOf({ first, second }))),
  };
  const tally = (source: SourceTally["source"], other: SourceTally["source"]): SourceTally => {
    const copies = [...named[source]].filter((key) => isCopy.has(key));
    const copiesOnlyHere = copies.filter((key) => !named[other].has(key)).length;
    return { source, pairs: named[source].size, copies: copies.length, copiesOnlyHere };
  };
  const keypoints = tally("keypoints", "embedding");
  return suggested === undefined ? [keypoints] : [keypoints, tally("embedding", "keypoints")];
}
