import { alignCopies } from "fracture-kernels";
import { filesInFlight, mapConcurrently } from "../mapConcurrently.js";
import type { OnProgress } from "../types.js";
import type { Pair } from "./candidateSources.js";
import type { Descriptions } from "./descriptions.js";
import { likeness } from "./likeness.js";
import { alignmentFloats, alignmentSide, descriptionBytes } from "./sizes.js";
import type { KnownLikenesses } from "./knownLikenesses.js";

/** A pair that was compared. */
export interface ComparedPair {
  first: number;
  second: number;
  likeness: number;
}

/**
 * Lays every pair one upon the other; what an earlier audit compared is not compared again.
 * @returns two contents once, by the better of their two states where both were tried
 */
export async function comparePairs(
  descriptions: Descriptions,
  pairs: readonly Pair[],
  known: KnownLikenesses,
  options: { onProgress?: OnProgress | undefined; signal?: AbortSignal | undefined },
): Promise<ComparedPair[]> {
  const { keypointCounts } = descriptions;
  const keyOf = ({ first, second, isMirrored }: Pair): string =>
    `${descriptions.hashes[first]!.slice(0, 20)}${descriptions.hashes[second]!.slice(0, 20)}${isMirrored ? "m" : ""}`;
  const open = new Map<number, Pair[]>();
  for (const pair of pairs) {
    if (known.get(keyOf(pair)) !== undefined) continue;
    const list = open.get(pair.first);
    if (list) list.push(pair);
    else open.set(pair.first, [pair]);
  }
  const compare = async ([first, list]: [number, Pair[]]): Promise<void> => {
    const alignments = await align(descriptions, first, list);
    for (const [i, pair] of list.entries()) {
      const [correlation, detail, overlap, pixels, inliers] = alignments.subarray(i * alignmentFloats);
      const alignment = { correlation: correlation!, detail: detail!, overlap: overlap! };
      const keypoints = Math.min(keypointCounts[pair.first]!, keypointCounts[pair.second]!);
      known.set(keyOf(pair), likeness({ ...alignment, pixels: pixels!, inliers: inliers! }, keypoints));
    }
    await known.saveNowAndThen();
  };
  try {
    await mapConcurrently([...open], compare, { ...options, concurrency: filesInFlight });
  } finally {
    if (open.size > 0) await known.save();
  }
  const best = new Map<string, ComparedPair>();
  for (const pair of pairs) {
    const { first, second } = pair;
    const compared = { first, second, likeness: known.get(keyOf(pair))! };
    const before = best.get(`${first} ${second}`);
    if (!before || before.likeness < compared.likeness) best.set(`${first} ${second}`, compared);
  }
  return [...best.values()];
}

/** @returns [pairs, alignmentFloats] */
async function align(descriptions: Descriptions, first: number, list: readonly Pair[]): Promise<Float32Array> {
  const area = alignmentSide * alignmentSide;
  const pixels = new Uint8Array(list.length * area);
  const others = new Uint8Array(list.length * descriptionBytes);
  for (const [i, { second }] of list.entries()) {
    const other = await descriptions.read(second);
    pixels.set(other.pixels, i * area);
    others.set(other.keypoints, i * descriptionBytes);
  }
  const own = await descriptions.read(first);
  const mirrors = Uint8Array.from(list, ({ isMirrored }) => Number(isMirrored));
  const into = new Float32Array(list.length * alignmentFloats);
  await alignCopies(own.pixels, own.keypoints, pixels, others, mirrors, alignmentSide, into);
  return into;
}
