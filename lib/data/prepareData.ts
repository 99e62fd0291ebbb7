import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import { findLeaks } from "./findLeaks.js";
import { openSource } from "./openSource.js";
import { splitByGroup } from "./split.js";
import { standardizeManifest } from "./standardizeAll.js";
import { subset } from "./subset.js";
import type { Dataset, Manifest, SplitName } from "./types.js";

/** A data set ready to train on. */
export interface PreparedData {
  manifest: Manifest;
  /** Every readable image, standardised. */
  all: Dataset;
  /** No group is in two of them. */
  splits: Record<SplitName, Dataset>;
}

export interface PrepareOptions {
  cacheDir: string;
  /** Where the source looks when the config names no folder. */
  dataDir?: string | undefined;
  onProgress?: (stage: "reading" | "standardising", done: number, total: number) => void;
  /** Told when the source's own splits leak, or a cache is damaged. */
  onWarning?: (message: string) => void;
  signal?: AbortSignal;
}

/**
 * From a config to tensors' raw material: read the source, drop what is unreadable, split by group, standardise.
 * @throws UserError when the source is missing, broken or cannot be split with both classes everywhere
 */
export async function prepareData(config: DataConfig, options: PrepareOptions): Promise<PreparedData> {
  const { cacheDir, dataDir, onProgress, onWarning, signal } = options;
  const source = openSource(config, { cacheDir, dataDir });
  const manifest = await source.manifest((done, total) => onProgress?.("reading", done, total), signal);
  if (manifest.classes.length !== 2) {
    throw new UserError(
      `data: expected two classes, fractured and not. Received: ${manifest.classes.length} (${manifest.classes.join(", ")}). ` +
        "Training on more is not there yet.",
    );
  }
  const leaks = findLeaks(manifest);
  if (leaks.length > 0) {
    const { files } = leaks[0]!;
    onWarning?.(
      `${leaks.length} groups of images are in more than one split of the source, such as ${files.slice(0, 2).join(" and ")}; ` +
        "the set is split anew by group.",
    );
  }
  const parts = splitByGroup(manifest, { shares: config.split, seed: config.splitSeed });
  const all = await standardizeManifest(manifest, config, {
    cacheDir,
    onProgress: (done, total) => onProgress?.("standardising", done, total),
    signal,
    warn: onWarning,
  });
  return {
    manifest,
    all,
    splits: {
      train: subset(all, parts.train),
      validation: subset(all, parts.validation),
      test: subset(all, parts.test),
    },
  };
}
