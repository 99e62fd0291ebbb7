import type { Manifest } from "../data/types.js";
import type { JudgedImages } from "./judgedImages.js";
import { contentKey, type OpenedRun } from "./savedRun.js";

/** How many of the judged images the run knew, each counted once, under what gives it away first. */
export interface SeenImages {
  /** The file itself was among its training or validation images. */
  bytes: number;
  /** Another file of the same radiograph was. */
  copies: number;
  /** Another file of its group was: the same patient, or a copy that only the groups know of. */
  group: number;
}

/**
 * Which judged images a run met in training: by bytes, by the copies that were found, and by the groups that the set is known
 * to have.
 * @param manifest the whole set, in the groups that the judged images are in unless it is the run's own
 * @param copies SHA-256 of images that show a radiograph of the training
 */
export function seenImages(
  { saved, split }: Pick<OpenedRun, "saved" | "split">,
  manifest: Pick<Manifest, "radiographs">,
  { radiographs, part, isOwnData, unknown }: JudgedImages,
  copies: ReadonlySet<string> = new Set(),
): SeenImages {
  const trainedOn = new Set(saved.trainedOn);
  const isSeen = ({ sha256 }: { sha256: string }): boolean => trainedOn.has(contentKey(sha256));
  const isCopy = ({ sha256 }: { sha256: string }): boolean => copies.has(sha256);
  const areGroupsAsThen = isOwnData && (part !== "all" || unknown === 0);
  const rows = areGroupsAsThen ? (split ?? []).filter((row) => row.split !== "test") : [];
  const inSet = (isOwnData ? radiographs : manifest.radiographs).filter(
    (radiograph) => isSeen(radiograph) || isCopy(radiograph),
  );
  const groups = new Set([...rows, ...inSet].map(({ group }) => group));
  const unseen = radiographs.filter((radiograph) => !isSeen(radiograph));
  return {
    bytes: radiographs.filter(isSeen).length,
    copies: unseen.filter(isCopy).length,
    group: unseen.filter((radiograph) => !isCopy(radiograph) && groups.has(radiograph.group)).length,
  };
}
