import type { OnProgress } from "../types.js";
import { candidatesEach } from "./candidatePairs.js";
import { countSources, mergePairs, type SourceTally } from "./candidateSources.js";
import { comparePairs } from "./comparePairs.js";
import { Descriptions, descriptionVersion } from "./descriptions.js";
import { knownCandidates } from "./knownCandidates.js";
import { KnownLikenesses, likenessVersion } from "./knownLikenesses.js";
import { copyLikeness } from "./likeness.js";
import { settleCopies } from "./settleCopies.js";

/** Raise it when pairs are joined by another rule; what else decides about groups is counted already. */
const joiningVersion = 2;
/** Groups are kept on disk by it. */
export const copiesVersion = [joiningVersion, descriptionVersion, candidatesEach, likenessVersion, copyLikeness].join();

export interface FindCopiesOptions {
  cacheDir: string;
  /** The set's folder. */
  root: string;
  maxPixels: number;
  /** Finds more pairs to compare than share keypoints; by index into the descriptions. */
  suggest?: ((descriptions: Descriptions) => Promise<readonly (readonly [number, number])[]>) | undefined;
  onProgress?: ((stage: string, done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What was found among the contents of a set. */
export interface FoundCopies {
  /** By SHA-256 the smallest SHA-256 of its group. */
  groupOf: Map<string, string>;
  descriptions: Descriptions;
  /** Where pairs that turned out as copies came from. */
  sources: SourceTally[];
}

/**
 * Which contents show one radiograph: re-encoded, resized, mirrored, turned by any angle, cropped, bordered, recontrasted.
 * Four steps: keypoints of each; pairs that share some at one turn and zoom; those laid one upon the other to a
 * fraction of a pixel; and so typical members of groups that few pairs link. Each goes on where a stopped one ended.
 * @param paths absolute, by SHA-256
 * @throws UserError when a file is gone or changed since it was inspected, or the cache cannot be written
 */
export async function findCopies(
  paths: ReadonlyMap<string, string>,
  { cacheDir, root, maxPixels, suggest, onProgress, signal }: FindCopiesOptions,
): Promise<FoundCopies> {
  const stage =
    (name: string): OnProgress =>
    (done, total) =>
      onProgress?.(name, done, total);
  const descriptions = await Descriptions.create(paths, {
    cacheDir,
    maxPixels,
    onProgress: stage("describing"),
    signal,
  });
  const byKeypoints = await knownCandidates(cacheDir, descriptions, { onProgress: stage("searching"), signal });
  const suggested = suggest ? await suggest(descriptions) : undefined;
  const known = await KnownLikenesses.open(cacheDir, root);
  const pairs = mergePairs(byKeypoints, suggested ?? []);
  const compared = await comparePairs(descriptions, pairs, known, { onProgress: stage("comparing"), signal });
  const { hashes } = descriptions;
  const groups = await settleCopies(hashes.length, compared, (open) =>
    comparePairs(descriptions, open, known, { onProgress: stage("comparing groups"), signal }),
  );
  const groupOf = new Map(hashes.map((sha256, i) => [sha256, hashes[groups[i]!]!]));
  return { groupOf, descriptions, sources: countSources(byKeypoints, suggested, compared) };
}
