import { createHash } from "node:crypto";
import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import { findLeaks, type Leak } from "./findLeaks.js";
import { splitNames, type Parts } from "./split.js";
import type { Radiograph } from "./types.js";

/** How a set was divided, and whether its groups were kept together. */
export interface SplitRecord {
  /** What was done, which is not always what was asked: "source" when a source's own split was kept, "file" by a split.csv. */
  by: "group" | "source" | "image" | "file";
  /** They count where parts were drawn. */
  seed: number;
  shares: readonly [number, number, number];
  /** SHA-256 (hex) over content, label, group and part of every image; order, names and location of files do not matter. */
  digest: string;
  /** True when a group crosses: such a result is no evidence. */
  leaky: boolean;
  /** Groups that cross. */
  leaks: Leak[];
  /** In a cross-validation: which fold is the test part, each counted from 1. */
  fold?: { fold: number; folds: number; repeat: number; repeats: number };
}

/** Begins the name, the note and the printout of whatever rests on a leaky split. */
export const leakyMark = "LEAKY";

/** @param parts as they will be trained and judged on */
export function recordSplit(
  parts: Parts,
  by: SplitRecord["by"],
  { splitSeed, split }: Pick<DataConfig, "splitSeed" | "split">,
): SplitRecord {
  const radiographs = splitNames.flatMap((name) => parts[name].map((radiograph) => ({ ...radiograph, split: name })));
  const leaks = findLeaks({ radiographs });
  return { by, seed: splitSeed, shares: split, digest: splitDigest(radiographs), leaky: leaks.length > 0, leaks };
}

/** @param radiographs each with the part that it is in */
export function splitDigest(radiographs: readonly Pick<Radiograph, "sha256" | "label" | "group" | "split">[]): string {
  const rows = radiographs.map((r) => JSON.stringify([r.sha256, r.label, r.group, r.split])).sort();
  return createHash("sha256").update(rows.join("\n")).digest("hex");
}

/** @throws UserError that names the first pairs, when a group crosses */
export function refuseLeaks({ by, leaks }: SplitRecord): void {
  if (leaks.length === 0) return;
  throw new UserError(
    `split: expected every group on one side. Received: ${describeLeaks(leaks)}.\n` +
      (by === "file"
        ? "      Use a split file of a run that is not leaky, or split anew by group (without data.splitFile).\n"
        : "      Split by group (data.splitBy=group, the default).\n") +
      "      To measure what the leak feigns, --allow-leak (data.allowLeak=true) lets it pass; the run is then marked LEAKY.",
  );
}

/** In words, to follow "split": "by group, shares 0.7, 0.15, 0.15, seed 1". */
export function describeSplit({ by, shares, seed, fold }: SplitRecord): string {
  const drawn = `shares ${shares.join(", ")}, seed ${seed}`;
  if (fold) {
    const again = fold.repeats > 1 ? `, repeat ${fold.repeat} of ${fold.repeats}` : "";
    return `by group, fold ${fold.fold} of ${fold.folds} held out${again}, seed ${seed}`;
  }
  if (by === "group") return `by group, ${drawn}`;
  if (by === "image") return `at random by image, ${drawn}`;
  return by === "source" ? "as the source has it" : "as a split file has it";
}

/** What a leaky split is called wherever its result is read; undefined for one that is not. */
export function leakyNotice({ leaky, leaks }: SplitRecord): string | undefined {
  return leaky
    ? `${leakyMark}: ${describeLeaks(leaks)}; the result says nothing of patients that were not trained on.`
    : undefined;
}

const shownPairs = 3;

/** "12 groups in several parts: a.png (train) with b.png (test), …" */
export function describeLeaks(leaks: readonly Leak[]): string {
  const pairs = leaks
    .slice(0, shownPairs)
    .map(({ pair }) => pair.map(({ path, split }) => `${path} (${split})`).join(" with "));
  const count = leaks.length === 1 ? "1 group" : `${leaks.length} groups`;
  return `${count} in more than one part, such as ${pairs.join("; ")}${leaks.length > shownPairs ? "; …" : ""}`;
}
