/**
 * Ranks from 1 for the smallest to n; equal scores share the mean of their ranks. O(n log n).
 * @param scores any finite numbers, length n
 * @returns length n; the sum is always n (n + 1) / 2
 */
export function midranks(scores: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const ranks = new Float64Array(scores.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
