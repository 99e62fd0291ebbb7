import { midranks } from "./midranks.js";

/**
 * Spearman's rank correlation; equal values share a rank.
 * @param a any finite numbers
 * @param b as many
 * @returns in [-1, 1]; NaN when either is constant, for which order has no meaning
 * @throws RangeError on different lengths or fewer than two numbers
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length < 2) {
    throw new RangeError(`Expected two lists of one length, at least 2. Received: ${a.length} and ${b.length}`);
  }
  const [ranksA, ranksB] = [midranks(a), midranks(b)];
  const mean = (a.length + 1) / 2;
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < ranksA.length; i++) {
    const [x, y] = [ranksA[i]! - mean, ranksB[i]! - mean];
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return products / Math.sqrt(squaresA * squaresB);
}
