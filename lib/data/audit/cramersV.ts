/**
 * How much two ways of naming items go together: 0 not at all, 1 when one tells the other (Cramér 1946, chapter 21).
 * @param a, b names of the same items, in the same order
 * @returns in [0, 1]; 0 where one of them names all alike
 */
export function cramersV(a: readonly string[], b: readonly string[]): number {
  const [ofA, ofB, ofBoth] = [countOf(a), countOf(b), countOf(a.map((name, i) => JSON.stringify([name, b[i]])))];
  const least = Math.min(ofA.size, ofB.size) - 1;
  if (least === 0) return 0;
  let chiSquare = 0;
  for (const [x, countX] of ofA) {
    for (const [y, countY] of ofB) {
      const expected = (countX * countY) / a.length;
      chiSquare += ((ofBoth.get(JSON.stringify([x, y])) ?? 0) - expected) ** 2 / expected;
    }
  }
  return Math.sqrt(chiSquare / (a.length * least));
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
