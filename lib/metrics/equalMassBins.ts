import { quantile } from "./quantile.js";

/**
 * Parts images into bins of equal mass: the edges are quantiles of the probabilities, equal probabilities stay together
 * and empty bins are left out.
 * @param probs finite, at least one
 * @param binCount at most so many bins come back
 * @returns the image numbers of each bin, rising; bins from low to high probability
 * @throws RangeError on a bin count below 1
 */
export function equalMassBins(probs: ArrayLike<number>, binCount: number): number[][] {
  if (!Number.isInteger(binCount) || binCount < 1) {
    throw new RangeError(`Expected a positive number of bins. Received: ${binCount}`);
  }
  const sorted = Float64Array.from(probs).sort();
  const edges = Array.from({ length: binCount - 1 }, (_, k) => quantile(sorted, (k + 1) / binCount));
  const bins = Array.from({ length: binCount }, () => [] as number[]);
  for (let i = 0; i < probs.length; i++) {
    let b = 0;
    while (b < edges.length && edges[b]! < probs[i]!) b++; // an edge itself belongs to the lower bin
    bins[b]!.push(i);
  }
  return bins.filter((images) => images.length > 0);
}
