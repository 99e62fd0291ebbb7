/**
 * p-values for several tests at once: the chance that any of those called is false stays below the level (Holm 1979,
 * Scandinavian Journal of Statistics 6:65). As R's p.adjust(p, "holm").
 * @param pValues NaN for a test that could not be done: it stays NaN and does not count
 * @returns in the order given, at most 1
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.flatMap((p, i) => (Number.isNaN(p) ? [] : [i])).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = pValues.map(() => NaN);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * pValues[i]!));
    adjusted[i] = largest;
  });
  return adjusted;
}
