import type { Random } from "../../random.js";

/** How strongly a property of files goes with their labels. @param labels [files], class numbers */
export type Statistic = (labels: ArrayLike<number>) => number;

/**
 * How often chance alone reaches each statistic: labels are dealt anew to whole units, so that twenty copies of one
 * radiograph count as one. p = (1 + how many of the deals reach it) / (1 + deals), never 0 (Phipson & Smyth 2010,
 * doi:10.2202/1544-6115.1585).
 * @param labels [files], class numbers; a unit's is that of its first file
 * @param units [files], whole numbers from 0
 * @returns p-values, one a statistic, in the order given; not corrected
 */
export function permutationTest(
  statistics: readonly Statistic[],
  { labels, units }: { labels: ArrayLike<number>; units: ArrayLike<number> },
  { deals, random }: { deals: number; random: Random },
): number[] {
  const labelOf: number[] = [];
  for (let i = 0; i < units.length; i++) labelOf[units[i]!] ??= labels[i]!;
  const dealt = new Int32Array(units.length);
  const deal = (byUnit: readonly number[]): Int32Array => {
    for (let i = 0; i < dealt.length; i++) dealt[i] = byUnit[units[i]!]!;
    return dealt;
  };
  const truth = deal(labelOf);
  // Sums in another order may differ by a last bit.
  const observed = statistics.map((statistic) => statistic(truth) - 1e-12);
  const reached = statistics.map(() => 0);
  for (let k = 0; k < deals; k++) {
    const chance = deal(random.shuffle(labelOf));
    statistics.forEach((statistic, s) => {
      if (statistic(chance) >= observed[s]!) reached[s]!++;
    });
  }
  return reached.map((count) => (1 + count) / (1 + deals));
}
