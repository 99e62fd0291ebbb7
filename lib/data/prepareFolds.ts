import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import { foldsDigest, groupFolds, type Fold } from "./groupFolds.js";
import { standardizeSet, subsetsOf, type PreparedData, type PrepareOptions } from "./prepareData.js";
import { readGroupedSet, type CopiesFound } from "./readGroupedSet.js";
import { recordSplit } from "./splitRecord.js";
import type { Dataset, Manifest } from "./types.js";

/** A set ready to be cross-validated on. */
export interface PreparedFolds {
  manifest: Manifest;
  all: Dataset;
  copies?: CopiesFound | undefined;
  folds: readonly (Fold & { data: PreparedData })[];
  /** SHA-256 (hex) over the splits of all folds. */
  digest: string;
}

/**
 * As prepareData, but divided into folds by group: all images of the set, whatever splits it came in.
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
  const [trainShare, validation] = config.split;
  const validationShare = validation / (trainShare + validation);
  const folds = groupFolds(manifest, { ...counts, seed: config.splitSeed, validationShare });
  const all = await standardizeSet(manifest, config, options);
  const prepared = folds.map((fold) => {
    const place = { fold: fold.fold, folds: counts.folds, repeat: fold.repeat, repeats: counts.repeats };
    const split = { ...recordSplit(fold.parts, "group", config), fold: place };
    return { ...fold, data: { manifest, all, splits: subsetsOf(all, fold.parts), split, copies } };
  });
  return { manifest, all, copies, folds: prepared, digest: foldsDigest(prepared.map(({ data }) => data.split.digest)) };
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
