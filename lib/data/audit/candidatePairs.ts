import { encodeDescription, makeVocabulary, searchCopies } from "fracture-kernels";
import { availableParallelism } from "node:os";
import { filesInFlight, mapConcurrently } from "../mapConcurrently.js";
import type { OnProgress } from "../types.js";
import type { Descriptions } from "./descriptions.js";
import { alignmentSide, codeBytes, keypointBytes, vocabularyFloats } from "./sizes.js";

/** Two radiographs that share keypoints at one turn, zoom and place. */
export interface CandidatePair {
  /** The smaller index into the descriptions. */
  first: number;
  second: number;
  /** Whether the first must be mirrored to lie upon the second. */
  isMirrored: boolean;
  /** Keypoints that agree, and a fraction by which ties are broken. */
  score: number;
}

/** For each radiograph, so many of the most alike are compared: of 373 single copies all but one are among 10. */
export const candidatesEach = 10;
const sampledKeypoints = 40_000;
const imagesPerJob = 250;

interface Codes {
  words: number;
  /** [images + 1], in codes */
  starts: Float64Array;
  upright: Uint8Array;
  flipped: Uint8Array;
}

/**
 * The pairs worth a closer look, found by the keypoints that they share rather than by comparing all with all.
 * Memory: 6.4 KB a radiograph, and 5 KB for each of the searches side by side.
 */
export async function candidatePairs(
  descriptions: Descriptions,
  options: { onProgress?: OnProgress | undefined; signal?: AbortSignal | undefined },
): Promise<CandidatePair[]> {
  const images = descriptions.hashes.length;
  const report = (share: number) => (done: number, total: number) => {
    // Encoding and searching take about as long.
    options.onProgress?.(Math.floor((images * (share + done / total)) / 2), images);
  };
  const codes = await encodeAll(descriptions, { ...options, onProgress: report(0) });
  if (codes === undefined) return [];
  const { words, starts, upright, flipped } = codes;
  const jobs = [false, true].flatMap((isMirrored) =>
    Array.from({ length: Math.ceil(images / imagesPerJob) }, (_, job) => ({ isMirrored, from: job * imagesPerJob })),
  );
  const search = async ({ isMirrored, from }: (typeof jobs)[number]): Promise<CandidatePair[]> => {
    const limit = Math.min(images, candidatesEach + 1); // itself among them
    const count = Math.min(imagesPerJob, images - from);
    const found = new Float32Array(count * limit * 2);
    await searchCopies(upright, isMirrored ? flipped : upright, starts, words, from, limit, found);
    return Array.from({ length: count * limit }, (_, i) => ({
      first: from + Math.floor(i / limit),
      second: found[2 * i]!,
      isMirrored,
      score: found[2 * i + 1]!,
    })).filter(({ first, second }) => second >= 0 && second !== first);
  };
  // Each builds an index of 5 KB a radiograph.
  const concurrency = availableParallelism();
  const found = await mapConcurrently(jobs, search, { ...options, concurrency, onProgress: report(1) });
  return bestOfEach(found.flat());
}

/** The best of each radiograph, each pair once and in the better of its two states. */
function bestOfEach(found: CandidatePair[]): CandidatePair[] {
  const kept = new Map<string, CandidatePair>();
  const counts = new Map<number, Set<number>>();
  found.sort((a, b) => b.score - a.score || a.first - b.first || a.second - b.second);
  for (const { first, second, ...rest } of found) {
    const own = counts.get(first) ?? new Set();
    counts.set(first, own);
    if (own.has(second) || own.size >= candidatesEach) continue;
    own.add(second);
    const [low, high] = first < second ? [first, second] : [second, first];
    const key = `${low} ${high}`;
    if (!kept.has(key)) kept.set(key, { first: low, second: high, ...rest });
  }
  return [...kept.values()];
}

async function encodeAll(
  descriptions: Descriptions,
  { onProgress, signal }: { onProgress: OnProgress; signal?: AbortSignal | undefined },
): Promise<Codes | undefined> {
  const { keypointCounts } = descriptions;
  const images = keypointCounts.map((_, i) => i);
  const starts = new Float64Array(images.length + 1);
  for (const i of images) starts[i + 1] = starts[i]! + keypointCounts[i]!;
  const total = starts[images.length]!;
  if (total === 0) return undefined;

  const sample = await sampleKeypoints(descriptions, Math.min(1, sampledKeypoints / total));
  const words = Math.min(2048, Math.max(1, total >> 7), sample.length / keypointBytes);
  const vocabulary = new Float32Array(vocabularyFloats(words));
  await makeVocabulary(sample, words, vocabulary);

  const [upright, flipped] = [new Uint8Array(total * codeBytes), new Uint8Array(total * codeBytes)];
  const encode = async (i: number): Promise<void> => {
    const { keypoints } = await descriptions.read(i);
    const [from, to] = [starts[i]! * codeBytes, starts[i + 1]! * codeBytes];
    const [own, mirrored] = [upright.subarray(from, to), flipped.subarray(from, to)];
    await encodeDescription(vocabulary, words, keypoints, alignmentSide, own, mirrored);
  };
  await mapConcurrently(images, encode, { concurrency: filesInFlight, onProgress, signal });
  return { words, starts, upright, flipped };
}

/** Evenly over the set, and over strong and weak keypoints. */
async function sampleKeypoints(descriptions: Descriptions, share: number): Promise<Uint8Array> {
  const total = descriptions.keypointCounts.reduce((sum, count) => sum + count, 0);
  const sample = new Uint8Array((Math.floor(total * share) + 1) * keypointBytes);
  let [due, taken] = [0.5, 0];
  for (const i of descriptions.hashes.keys()) {
    const count = descriptions.keypointCounts[i]!;
    if (count === 0) continue;
    const { keypoints } = await descriptions.read(i);
    for (let k = 0; k < count; k++) {
      due += share;
      if (due < 1) continue;
      due -= 1;
      sample.set(keypoints.subarray(k * keypointBytes, (k + 1) * keypointBytes), taken++ * keypointBytes);
    }
  }
  return sample.subarray(0, taken * keypointBytes);
}
