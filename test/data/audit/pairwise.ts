import type { KnownFile } from "./copiesSet.js";

export interface Pairwise {
  precision: number;
  recall: number;
  /** Pairs of files of two radiographs that were put together. */
  falsePairs: [KnownFile, KnownFile][];
  /** By chain: the share of copies that are with their original. */
  foundByChain: Record<string, { found: number; of: number }>;
}

/** Judges a grouping by its pairs. @param groupOf by SHA-256 */
export function judgePairwise(files: readonly KnownFile[], groupOf: ReadonlyMap<string, string>): Pairwise {
  let [right, missed] = [0, 0];
  const falsePairs: [KnownFile, KnownFile][] = [];
  const foundByChain: Pairwise["foundByChain"] = {};
  for (const [i, a] of files.entries()) {
    for (const b of files.slice(i + 1)) {
      const isSame = a.original === b.original;
      const isFound = groupOf.get(a.sha256) === groupOf.get(b.sha256);
      if (isSame && isFound) right++;
      else if (isSame) missed++;
      else if (isFound) falsePairs.push([a, b]);
      if (!isSame || a.chain !== "original") continue;
      const entry = (foundByChain[b.chain] ??= { found: 0, of: 0 });
      entry.of++;
      if (isFound) entry.found++;
    }
  }
  return {
    precision: right / (right + falsePairs.length),
    recall: right / (right + missed),
    falsePairs,
    foundByChain,
  };
}
