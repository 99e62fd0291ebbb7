import { createHash } from "node:crypto";
import { toCsv } from "../csv.js";
import { createRandom } from "../random.js";
import { UserError } from "../userError.js";
import { divide } from "./divide.js";
import { compareText } from "./manifest.js";
import { withClasses, type Parts } from "./split.js";
import type { Manifest } from "./types.js";

export interface FoldOptions {
  /** Parts that the images are divided into; each is the test part once. At least 2. */
  folds: number;
  /** How often everything is divided anew. At least 1. */
  repeats: number;
  seed: number;
  /** Of what is not held out, for stopping and the threshold; in (0, 1). */
  validationShare: number;
}

export interface Fold {
  /** From 1, within its repeat. */
  fold: number;
  /** From 1. */
  repeat: number;
  parts: Parts;
}

/**
 * Repeated stratified group k-fold: in every repeat each image is held out once, no group is ever divided, and the folds
 * are as even in classes (and, less strictly, regions within class) as the groups allow. The rest of each fold is divided
 * into train and validation in the same way. The source's own splits do not count.
 * @throws UserError when a class has fewer groups than folds, or a part gets none of it
 */
export function groupFolds(manifest: Manifest, { folds, repeats, seed, validationShare }: FoldOptions): Fold[] {
  requireGroups(manifest, folds);
  return Array.from({ length: repeats }, (_, r): Fold[] => {
    const random = createRandom(`folds/${seed}/${r + 1}`);
    const held = divide(manifest.radiographs, new Array<number>(folds).fill(1), random);
    return held.map((test, i) => {
      const rest = held.flatMap((part, k) => (k === i ? [] : part));
      const [train, validation] = divide(rest, [1 - validationShare, validationShare], random.fork(`rest/${i + 1}`));
      const parts = withClasses(manifest, { train: train!, validation: validation!, test });
      return { fold: i + 1, repeat: r + 1, parts };
    });
  }).flat();
}

function requireGroups(manifest: Manifest, folds: number): void {
  for (const label of manifest.classes) {
    const groups = new Set(manifest.radiographs.filter((r) => r.label === label).map((r) => r.group)).size;
    if (groups >= folds) continue;
    throw new UserError(
      `folds: expected at most ${groups} folds, since only ${groups} group(s) of the set have images of "${label}" and a ` +
        `group is never divided. Received: ${folds}. Take fewer folds, or add patients.`,
      2,
    );
  }
}

/** Which fold holds each image out, as path,sha256,group,label,repeat,fold; sorted by path, then repeat. */
export function foldsCsv(folds: readonly Fold[]): string {
  const rows = folds.flatMap(({ fold, repeat, parts }) =>
    parts.test.map(({ path, sha256, group, label }) => [path, sha256, group, label, String(repeat), String(fold)]),
  );
  rows.sort((a, b) => compareText(a[0]!, b[0]!) || Number(a[4]) - Number(b[4]));
  return toCsv(["path", "sha256", "group", "label", "repeat", "fold"], rows);
}

/** SHA-256 (hex) over the split digests of all folds, in their order. */
export function foldsDigest(splitDigests: readonly string[]): string {
  return createHash("sha256").update(splitDigests.join("\n")).digest("hex");
}
