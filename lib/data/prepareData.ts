import type { DataConfig } from "./config.js";
import { divideByFile } from "./divideByFile.js";
import { divideSet } from "./divideSet.js";
import { groupNotices, readGroupedSet, type CopiesFound, type ReadSetOptions } from "./readGroupedSet.js";
import type { SplitRecord } from "./splitRecord.js";
import type { Parts } from "./split.js";
import { standardizeManifest } from "./standardizeAll.js";
import { subset } from "./subset.js";
import type { Dataset, Manifest, SplitName } from "./types.js";

/** A data set ready to train on. */
export interface PreparedData {
  /** Its groups are joined by all that was known when it was read. */
  manifest: Manifest;
  /** Every readable image, standardised. */
  all: Dataset;
  /** No group is in two of them, unless `split.leaky`. */
  splits: Record<SplitName, Dataset>;
  split: SplitRecord;
  /** Absent when copies were not searched for. */
  copies?: CopiesFound | undefined;
}

export interface PrepareOptions extends ReadSetOptions {
  /** Told when the source's own splits leak, groups are in doubt, or a cache is damaged. */
  onWarning?: (message: string) => void;
}

/**
 * From a config to tensors' raw material: read the source, drop what is unreadable, join groups, split, standardise.
 * @throws UserError when the source is missing, broken or cannot be split with both classes everywhere, or when a group
 *   would cross the split and the config does not allow it
 */
export async function prepareData(config: DataConfig, options: PrepareOptions): Promise<PreparedData> {
  const { manifest: grouped, copies } = await readGroupedSet(config, options);
  for (const notice of groupNotices(config, copies)) options.onWarning?.(notice);
  const { manifest, parts, record } =
    config.splitFile === undefined
      ? { manifest: grouped, ...divideSet(grouped, config, options.onWarning) }
      : await divideByFile(grouped, { ...config, splitFile: config.splitFile });
  const all = await standardizeSet(manifest, config, options);
  return { manifest, all, splits: subsetsOf(all, parts), split: record, copies };
}

/** All images of a set as the network takes them. */
export function standardizeSet(
  manifest: Manifest,
  config: DataConfig,
  { cacheDir, onProgress, onWarning, signal }: PrepareOptions,
): Promise<Dataset> {
  return standardizeManifest(manifest, config, {
    cacheDir,
    onProgress: (done, total) => onProgress?.("standardising", done, total),
    signal,
    warn: onWarning,
  });
}

/** The images of each part. */
export function radiographsOf({ train, validation, test }: PreparedData["splits"]): Parts {
  return { train: train.radiographs, validation: validation.radiographs, test: test.radiographs };
}

export function subsetsOf(all: Dataset, { train, validation, test }: Parts): Record<SplitName, Dataset> {
  return { train: subset(all, train), validation: subset(all, validation), test: subset(all, test) };
}
