import type { ComparedPair } from "./comparePairs.js";
import { copyLikeness } from "./likeness.js";

/**
 * Groups of copies. The surest pairs join first; two groups of several join only when at least half of all pairs compared
 * between them agree, so that one mistaken pair does not make two radiographs' copies one.
 * @param count of radiographs; pairs name them by index
 * @returns [count], the smallest index of each one's group
 */
export function joinCopies(count: number, pairs: readonly ComparedPair[]): number[] {
  const groupOf = Array.from({ length: count }, (_, i) => i);
  const members = groupOf.map((i) => [i]);
  const comparedOf: ComparedPair[][] = groupOf.map(() => []);
  for (const pair of pairs) {
    comparedOf[pair.first]!.push(pair);
    comparedOf[pair.second]!.push(pair);
  }
  const isCopy = (pair: ComparedPair): boolean => pair.likeness >= copyLikeness;
  const agree = (small: number, large: number): boolean => {
    let [between, copies] = [0, 0];
    for (const member of members[small]!) {
      for (const pair of comparedOf[member]!) {
        if (groupOf[pair.first === member ? pair.second : pair.first] !== large) continue;
        between++;
        if (isCopy(pair)) copies++;
      }
    }
    return 2 * copies >= between;
  };
  const surestFirst = pairs
    .filter(isCopy)
    .sort((a, b) => b.likeness - a.likeness || a.first - b.first || a.second - b.second);
  for (const { first, second } of surestFirst) {
    const [a, b] = [groupOf[first]!, groupOf[second]!];
    if (a === b) continue;
    const [small, large] = members[a]!.length < members[b]!.length ? [a, b] : [b, a];
    if (members[small]!.length > 1 && !agree(small, large)) continue;
    for (const member of members[small]!) {
      groupOf[member] = large;
      members[large]!.push(member);
    }
    members[small] = [];
  }
  return groupOf.map((group) => members[group]!.reduce((least, member) => Math.min(least, member)));
}
