/**
 * The grey level that parts dark from bright so that the two differ most: Otsu 1979, doi:10.1109/TSMC.1979.4310076, by
 * the greatest variance between the classes.
 * @param counts of grey levels 0, 1, …
 * @returns the highest dark level, the lowest of several equally good ones; NaN where fewer than two levels occur
 */
export function otsuThreshold(counts: ArrayLike<number>): number {
  let [pixels, sum] = [0, 0];
  for (let grey = 0; grey < counts.length; grey++) {
    pixels += counts[grey]!;
    sum += grey * counts[grey]!;
  }
  let [best, threshold] = [0, NaN];
  let [dark, darkSum] = [0, 0];
  for (let grey = 0; grey < counts.length; grey++) {
    dark += counts[grey]!;
    darkSum += grey * counts[grey]!;
    if (dark === 0 || dark === pixels) continue;
    const between = dark * (pixels - dark) * (darkSum / dark - (sum - darkSum) / (pixels - dark)) ** 2;
    if (between > best) [best, threshold] = [between, grey];
  }
  return threshold;
}
