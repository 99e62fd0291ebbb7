import { numbered } from "./numbered.js";

/**
 * How much two ways of naming items go together: 0 not at all, 1 when one tells the other (Cramér 1946, chapter 21).
 * @param a, b names of the same items, in the same order
 * @returns in [0, 1]; 0 where one of them names all alike
 */
export function cramersV(a: readonly string[], b: readonly string[]): number {
  return cramersVOfNumbers(numbered(a), numbered(b));
}

/**
 * The same of names by number, for those who ask often.
 * @param a, b whole numbers from 0; an item below 0 in either is left out
 */
export function cramersVOfNumbers(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [namesA, namesB] = [1 + largest(a), 1 + largest(b)];
  const [ofA, ofB, ofBoth] = [new Uint32Array(namesA), new Uint32Array(namesB), new Uint32Array(namesA * namesB)];
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x < 0 || y < 0) continue;
    count++;
    ofA[x]!++;
    ofB[y]!++;
    ofBoth[x * namesB + y]!++;
  }
  const used = (counts: Uint32Array): number => counts.reduce((sum, n) => sum + Number(n > 0), 0);
  const least = Math.min(used(ofA), used(ofB)) - 1;
  if (least < 1) return 0;
  let chiSquare = 0;
  ofBoth.forEach((both, at) => {
    const expected = (ofA[Math.floor(at / namesB)]! * ofB[at % namesB]!) / count;
    if (expected > 0) chiSquare += (both - expected) ** 2 / expected;
  });
  return Math.sqrt(chiSquare / (count * least));
}

function largest(numbers: ArrayLike<number>): number {
  let most = -1;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, numbers[i]!);
  return most;
}
