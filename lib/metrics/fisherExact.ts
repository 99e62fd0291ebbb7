/**
 * Two-sided p of Fisher's exact test (Fisher 1935, The Design of Experiments, chapter 2): whether marked items are spread over
 * two classes as unevenly by chance. Tables as likely as the one found, or less, count, as in R and SciPy.
 * @param marked how many of each class, [2]
 * @param totals of each class, [2]; none below `marked`
 * @returns in (0, 1]; 1 when nothing, or all, is marked
 * @throws RangeError when a count is no whole number from 0, or `marked` exceeds its total
 */
export function fisherExact(marked: readonly [number, number], totals: readonly [number, number]): number {
  for (const [i, count] of marked.entries()) {
    if (Number.isInteger(count) && Number.isInteger(totals[i]!) && count >= 0 && count <= totals[i]!) continue;
    throw new RangeError(`Expected whole numbers, marked <= total. Received: ${count} of ${totals[i]!}`);
  }
  const [n, m] = totals;
  const drawn = marked[0] + marked[1];
  const [lowest, highest] = [Math.max(0, drawn - m), Math.min(drawn, n)];
  const logs = [0]; // of each table's chance, up to one constant: the ratios of neighbours are simple
  for (let k = lowest; k < highest; k++) {
    logs.push(logs.at(-1)! + Math.log(((n - k) * (drawn - k)) / ((k + 1) * (m - drawn + k + 1))));
  }
  const found = logs[marked[0] - lowest]!;
  const largest = logs.reduce((most, log) => Math.max(most, log));
  let [asUneven, all] = [0, 0];
  for (const log of logs) {
    const chance = Math.exp(log - largest);
    all += chance;
    if (log <= found + 1e-7) asUneven += chance; // equal but for rounding
  }
  return asUneven / all;
}
