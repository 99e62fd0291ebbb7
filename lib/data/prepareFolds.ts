import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import { foldsDigest, groupFolds, type Fold } from "./groupFolds.js";
import { limitImages } from "./limitParts.js";
import { standardizeSet, subsetsOf, type PreparedData, type PrepareOptions } from "./prepareData.js";
import { groupNotices, readGroupedSet, type CopiesFound } from "./readGroupedSet.js";
import { recordSplit } from "./splitRecord.js";
import type { Dataset, Manifest, Radiograph } from "./types.js";

/** A set ready to be cross-validated on. */
export interface PreparedFolds {
  manifest: Manifest;
  /** What is divided, each image held out once a repeat: all, or a share of data.limit. */
  radiographs: readonly Radiograph[];
  all: Dataset;
  copies?: CopiesFound | undefined;
  folds: readonly (Fold & { data: PreparedData })[];
  /** SHA-256 (hex) over the splits of all folds. */
  digest: string;
}

/**
 * As prepareData, but divided into folds by group: all images of the set, or a share of data.limit, whatever splits it came
 * in.
 * @param counts folds from 2, repeats from 1
 * @throws UserError as prepareData, when a class has fewer groups than folds, or the config asks for a split of its own
 */
export async function prepareFolds(
  config: DataConfig,
  counts: { folds: number; repeats: number },
  options: PrepareOptions,
): Promise<PreparedFolds> {
  requireNoSplit(config);
  const { manifest, copies } = await readGroupedSet(config, options);
  for (const notice of groupNotices(config, copies)) options.onWarning?.(notice);
  const [trainShare, validation] = config.split;
  const validationShare = validation / (trainShare + validation);
  const radiographs = limitImages(manifest.radiographs, config.limit, `limit/folds/${config.splitSeed}`);
  const folds = groupFolds({ ...manifest, radiographs }, { ...counts, seed: config.splitSeed, validationShare });
  const all = await standardizeSet(manifest, config, options);
  const prepared = folds.map((fold) => {
    const place = { fold: fold.fold, folds: counts.folds, repeat: fold.repeat, repeats: counts.repeats };
    const split = { ...recordSplit(fold.parts, "group", config), fold: place };
    return { ...fold, data: { manifest, all, splits: subsetsOf(all, fold.parts), split, copies } };
  });
  const digest = foldsDigest(prepared.map(({ data }) => data.split.digest));
  return { manifest, radiographs, all, copies, folds: prepared, digest };
}

function requireNoSplit({ splitBy, splitFile, allowLeak }: DataConfig): void {
  const asked = [
    ...(splitBy === "group" ? [] : [`data.splitBy=${splitBy}`]),
    ...(splitFile === undefined ? [] : ["data.splitFile"]),
    ...(allowLeak ? ["data.allowLeak"] : []),
  ];
  if (asked.length === 0) return;
  throw new UserError(
    `folds: expected no split beside them, since they divide the set by group. Received: ${asked.join(", ")}. Leave one out.`,
    2,
  );
}

/** "5 folds", or "2 x 5 folds" when repeated. */
export function countFolds(folds: PreparedFolds["folds"]): string {
  const { folds: count, repeats } = folds[0]!.data.split.fold!;
  return repeats > 1 ? `${repeats} x ${count} folds` : `${count} folds`;
}

/** In words: "5 folds by group, seed 1". */
export function describeFolds(folds: PreparedFolds["folds"]): string {
  return `${countFolds(folds)} by group, seed ${folds[0]!.data.split.seed}`;
}
