import type { ComparedPair } from "./comparePairs.js";
import { copyLikeness } from "./likeness.js";

/** So many of each of two groups are asked whether these are one: all with all, so at most four pairs. */
const witnessesEach = 2;

/** Groups of copies, as far as what was compared allows. */
export interface Joining {
  /** [count], the smallest index of each one's group. */
  groups: number[];
  /** Not yet compared, and until then two groups stay apart that a pair of copies links; the smaller index first. */
  open: [number, number][];
}

/**
 * Groups of copies. The surest pairs join first. A single copy joins by one of them; two groups of several only when their
 * most typical members, compared all with all, agree in half of the pairs, and so do half of all pairs compared between
 * them: pairs are compared because they look alike, so one mistaken pair may be all that there is between two
 * radiographs' copies.
 * @param count of radiographs; pairs name them by index
 */
export function joinCopies(count: number, pairs: readonly ComparedPair[]): Joining {
  const groupOf = Array.from({ length: count }, (_, i) => i);
  const members = groupOf.map((i) => [i]);
  const likenesses = groupOf.map(() => new Map<number, number>());
  for (const { first, second, likeness } of pairs) {
    likenesses[first]!.set(second, likeness);
    likenesses[second]!.set(first, likeness);
  }
  /** Those whose likeness to others of their group adds up to most: cut or darkened copies are like few of them. */
  const typical = (group: number): number[] =>
    members[group]!.map((member) => {
      let sum = 0;
      for (const [other, likeness] of likenesses[member]!) {
        if (groupOf[other] === group && isCopy(likeness)) sum += Math.round(likeness * 1e4); // whole: in any order the same
      }
      return { member, sum };
    })
      .sort((a, b) => b.sum - a.sum || a.member - b.member)
      .slice(0, witnessesEach)
      .map(({ member }) => member);
  const witnessPairs = (a: number, b: number): [number, number][] => {
    const others = typical(b);
    return typical(a).flatMap((first) => others.map((second): [number, number] => [first, second]));
  };
  const likenessOf = ([first, second]: [number, number]): number | undefined => likenesses[first]!.get(second);
  const agree = (a: number, b: number): boolean => {
    const asked = witnessPairs(a, b);
    const witnesses = asked.flatMap((pair) => likenessOf(pair) ?? []);
    if (witnesses.length < asked.length) return false;
    const between = members[a]!.flatMap((member) =>
      [...likenesses[member]!].flatMap(([other, likeness]) => (groupOf[other] === b ? [likeness] : [])),
    );
    return mostAreCopies(witnesses) && mostAreCopies(between);
  };

  const links = pairs
    .filter(({ likeness }) => isCopy(likeness))
    .sort((a, b) => b.likeness - a.likeness || a.first - b.first || a.second - b.second);
  for (const { first, second } of links) {
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
  const open = new Map<string, [number, number]>();
  for (const { first, second } of links) {
    const [a, b] = [groupOf[first]!, groupOf[second]!];
    if (a === b || members[a]!.length === 1 || members[b]!.length === 1) continue;
    for (const pair of witnessPairs(a, b)) {
      if (likenessOf(pair) !== undefined) continue;
      pair.sort((one, other) => one - other);
      open.set(pair.join(), pair);
    }
  }
  return {
    groups: groupOf.map((group) => members[group]!.reduce((least, member) => Math.min(least, member))),
    open: [...open.values()],
  };
}

function isCopy(likeness: number): boolean {
  return likeness >= copyLikeness;
}

function mostAreCopies(likenesses: readonly number[]): boolean {
  return 2 * likenesses.filter(isCopy).length >= likenesses.length;
}
