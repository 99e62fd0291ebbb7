import type { Manifest } from "../data/types.js";
import type { JudgedImages } from "./judgedImages.js";
import { contentKey, type OpenedRun } from "./savedRun.js";

/** How many of the judged images the run knew, each counted once, under what gives it away first. */
export interface SeenImages {
  /** The file itself was among its training or validation images. */
  bytes: number;
  /** Another file of its group was: the same patient, or a copy. */
  group: number;
}

/**
 * Which judged images a run met in training, by bytes and by the groups that the set is known to have. A copy of a training
 * image is found only where that image is in the set too, or the set is the run's own: a run keeps no pictures.
 * @param manifest the whole set, in the groups that the judged images are in unless it is the run's own
 */
export function seenImages(
  { saved, split }: Pick<OpenedRun, "saved" | "split">,
  manifest: Pick<Manifest, "radiographs">,
  { radiographs, part, isOwnData, unknown }: JudgedImages,
): SeenImages {
  const trainedOn = new Set(saved.trainedOn);
  const isSeen = ({ sha256 }: { sha256: string }): boolean => trainedOn.has(contentKey(sha256));
  const areGroupsAsThen = isOwnData && (part !== "all" || unknown === 0);
  const rows = areGroupsAsThen ? (split ?? []).filter((row) => row.split !== "test") : [];
  const inSet = (isOwnData ? radiographs : manifest.radiographs).filter(isSeen);
  const groups = new Set([...rows, ...inSet].map(({ group }) => group));
  return {
    bytes: radiographs.filter(isSeen).length,
    group: radiographs.filter((radiograph) => !isSeen(radiograph) && groups.has(radiograph.group)).length,
  };
}
