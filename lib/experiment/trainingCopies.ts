import { join, relative } from "node:path";
import type { DataConfig } from "../data/config.js";
import { copyGroups } from "../data/copyGroups.js";
import type { PrepareOptions } from "../data/prepareData.js";
import { readSet } from "../data/readGroupedSet.js";
import type { Manifest, Radiograph } from "../data/types.js";
import { UserError } from "../userError.js";
import { contentKey, type SavedRun } from "./savedRun.js";

/** Which images of another set show a radiograph of a run's training, whatever was done to the file. */
export interface TrainingCopies {
  /** Their SHA-256; files of the training itself are not among them. */
  contents: ReadonlySet<string>;
  /** So many of the run's training and validation contents were compared with. */
  comparedWith: number;
  /** Why none was. */
  reason?: string;
}

/**
 * Looks for copies of a run's training images as the audit does, each confirmed by laying one picture upon the other. That
 * takes the pictures: they are read where the run's config says that they lie. A run keeps no fingerprints, which would be
 * large or wrong (data/README.md).
 * @param manifest of another set than the run's own
 * @throws UserError when a file changes meanwhile, or the cache cannot be written
 */
export async function trainingCopies(
  { config, trainedOn }: Pick<SavedRun, "config" | "trainedOn">,
  manifest: Manifest,
  options: PrepareOptions,
): Promise<TrainingCopies> {
  const none = (reason: string): TrainingCopies => ({ contents: new Set(), comparedWith: 0, reason });
  if (config.data.source === "phantom" || manifest.source === "phantom") {
    return none("simulated radiographs have no copies elsewhere");
  }
  const known = new Set(trainedOn);
  const isTrained = ({ sha256 }: Radiograph): boolean => known.has(contentKey(sha256));
  const own = await setIfThere(config.data, options);
  const trained = own?.radiographs.filter(isTrained) ?? [];
  if (own === undefined || trained.length === 0) return none("the run's training images are not at hand");

  // Searched as one set in the training's folder, so that what was compared there before is known.
  const placeOf = (path: string): string => relative(own.root, join(manifest.root, path));
  const judged = manifest.radiographs.map((radiograph) => ({ ...radiograph, path: placeOf(radiograph.path) }));
  const { cacheDir, onProgress, signal } = options;
  const { maxPixels } = config.data;
  const both = { root: own.root, radiographs: [...trained, ...judged] };
  const groupOf = await copyGroups(both, { cacheDir, maxPixels, onProgress, signal });
  const shown = new Set(trained.map(({ sha256 }) => groupOf.get(sha256)));
  const copies = judged.filter((radiograph) => !isTrained(radiograph) && shown.has(groupOf.get(radiograph.sha256)));
  return {
    contents: new Set(copies.map(({ sha256 }) => sha256)),
    comparedWith: new Set(trained.map(({ sha256 }) => sha256)).size,
  };
}

/** @returns undefined where the set is gone, or is no such set any more */
async function setIfThere(data: DataConfig, options: PrepareOptions): Promise<Manifest | undefined> {
  try {
    return await readSet(data, options);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
