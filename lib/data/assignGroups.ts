import type { Random } from "../random.js";

/** What the assignment knows of a group: the class and the finer stratum of each of its images. */
export interface Group {
  classes: readonly string[];
  strata: readonly string[];
}

/** Finer strata steer only where classes leave a choice. */
const stratumWeight = 0.25;
/** Dearer than any unevenness: a split without one of the classes cannot be scored. */
const missingClassCost = 1e6;
const maxPasses = 30;

/**
 * Which split each group goes to, so that every split gets close to its share of every class and stratum: groups in
 * random order go where they help most, then single groups move while that makes it better. The cost is the squared
 * miss of each share, over the class's or stratum's size (compare Sechidis et al. 2011, iterative stratification).
 * @param shares of the splits, summing to 1
 * @returns [groups], indices into `shares`
 */
export function assignGroups(groups: readonly Group[], shares: readonly number[], random: Random): number[] {
  const features = groups.map(countFeatures);
  const totals = new Map<string, number>();
  for (const counts of features) for (const [key, n] of counts) totals.set(key, (totals.get(key) ?? 0) + n);
  const filled = shares.map(() => new Map<string, number>());

  /** How much the cost of one split changes when it gains (+1) or loses (-1) a group. */
  const change = (split: number, counts: Map<string, number>, sign: 1 | -1): number => {
    let sum = 0;
    for (const [key, n] of counts) {
      const total = totals.get(key)!;
      const before = filled[split]!.get(key) ?? 0;
      sum += keyCost(key, before + sign * n, shares[split]! * total, total);
      sum -= keyCost(key, before, shares[split]! * total, total);
    }
    return sum;
  };
  const put = (split: number, counts: Map<string, number>, sign: 1 | -1): void => {
    for (const [key, n] of counts) filled[split]!.set(key, (filled[split]!.get(key) ?? 0) + sign * n);
  };
  const cheapest = (counts: Map<string, number>): number => {
    const costs = shares.map((_, split) => change(split, counts, 1));
    return costs.indexOf(Math.min(...costs));
  };

  const order = random.shuffle(groups.map((_, i) => i));
  const assignment = new Array<number>(groups.length).fill(0);
  for (const i of order) {
    const split = cheapest(features[i]!);
    assignment[i] = split;
    put(split, features[i]!, 1);
  }
  for (let pass = 0, moved = true; moved && pass < maxPasses; pass++) {
    moved = false;
    for (const i of order) {
      const counts = features[i]!;
      const from = assignment[i]!;
      const leaving = change(from, counts, -1);
      put(from, counts, -1);
      const best = cheapest(counts);
      const isBetter = leaving + change(best, counts, 1) < -1e-9; // not < 0: rounding must not move groups in circles
      const to = isBetter ? best : from;
      put(to, counts, 1);
      assignment[i] = to;
      moved ||= isBetter;
    }
  }
  return assignment;
}

function countFeatures(group: Group): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of group.classes) counts.set(`class ${name}`, (counts.get(`class ${name}`) ?? 0) + 1);
  for (const name of group.strata) counts.set(`stratum ${name}`, (counts.get(`stratum ${name}`) ?? 0) + 1);
  return counts;
}

function keyCost(key: string, count: number, target: number, total: number): number {
  const miss = (count - target) ** 2 / total;
  if (!key.startsWith("class ")) return stratumWeight * miss;
  return miss + (count === 0 ? missingClassCost : 0);
}
