import { UserError } from "../../userError.js";
import { BrokenSetError } from "../brokenSetError.js";
import { orderClasses } from "../classNames.js";
import type { DataConfig } from "../config.js";
import { inspectAll } from "../inspectAll.js";
import { nameGroups, type GroupTies } from "../nameGroups.js";
import { buildManifest } from "../manifest.js";
import type { Manifest, OnProgress, Radiograph, Rejected } from "../types.js";

/** A file that should be an image, and all that its source knows of it without opening it. */
export interface Candidate extends Partial<
  Pick<Radiograph, "split" | "region" | "view" | "source" | "hardware" | "fractureType" | "boxes">
> {
  path: string;
  label: string;
  licence: string;
  /** The patient or study, where the source names one. */
  group?: string;
  /** What its file name shares with others made from the same radiograph. Names join groups, they never divide one. */
  nameStem?: string;
  /** When the source lists one; other bytes are refused. */
  expectedSha256?: string;
}

export interface AssembleOptions {
  source: string;
  root: string;
  ignoredFiles?: number;
  config: Pick<DataConfig, "maxPixels" | "maxRejectedShare">;
  cacheDir: string;
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * From candidates to a manifest: every file inspected, contradictory labels refused, groups joined by content.
 * @throws BrokenSetError when fewer than two classes are left, or more than `maxRejectedShare` of the files are refused;
 *   UserError when there is no file at all
 */
export async function assembleManifest(candidates: readonly Candidate[], options: AssembleOptions): Promise<Manifest> {
  const { source, root, config, cacheDir, onProgress, signal } = options;
  if (candidates.length === 0) {
    throw new UserError(`Expected radiographs in ${root}. Received: no image file at all. Give another --data-dir.`);
  }
  const inspections = await inspectAll(
    root,
    candidates.map(({ path }) => path),
    { maxPixels: config.maxPixels, cacheDir, onProgress, signal },
  );
  const readable: Radiograph[] = [];
  const ties: GroupTies[] = [];
  const rejected: Rejected[] = [];
  candidates.forEach(({ group, nameStem, expectedSha256, ...known }, i) => {
    const inspection = inspections[i]!;
    const { path, label } = known;
    if (!inspection.ok) {
      const placed = known.split === undefined ? {} : { split: known.split };
      rejected.push({ path, label, reason: inspection.reason, detail: inspection.detail, ...placed });
    } else if (expectedSha256 !== undefined && expectedSha256 !== inspection.facts.sha256) {
      rejected.push({ path, label, reason: "unreadable", detail: "its SHA-256 is not the one that the source lists" });
    } else {
      const { boxes, ...rest } = known;
      // No source says whether its boxes were drawn before or after EXIF turned the image: better none than a wrong one.
      const usable = boxes === undefined || inspection.wasTurned ? {} : { boxes };
      readable.push({ ...rest, ...usable, ...inspection.facts, group: "" });
      ties.push({ group, nameStem, sha256: inspection.facts.sha256 });
    }
  });
  const groups = nameGroups(ties);
  const grouped = readable.map((radiograph, i) => ({ ...radiograph, group: groups[i]! }));
  const { agreed, contradictory } = separateContradictions(grouped);
  rejected.push(...contradictory);

  const classes = orderClasses(agreed.map(({ label }) => label));
  const { ignoredFiles } = options;
  const counted = ignoredFiles === undefined ? {} : { ignoredFiles };
  const manifest = buildManifest({ source, root, classes, radiographs: agreed, rejected, ...counted });
  checkRejected(manifest, config.maxRejectedShare);
  checkClasses(manifest);
  return manifest;
}

/** One content under two labels tells nothing: all its copies are refused, since no one knows which label is right. */
function separateContradictions(radiographs: readonly Radiograph[]): {
  agreed: Radiograph[];
  contradictory: Rejected[];
} {
  const labelsByHash = new Map<string, Set<string>>();
  for (const { sha256, label } of radiographs) {
    labelsByHash.set(sha256, (labelsByHash.get(sha256) ?? new Set()).add(label));
  }
  const agreed: Radiograph[] = [];
  const contradictory: Rejected[] = [];
  for (const radiograph of radiographs) {
    const { path, label, split, sha256 } = radiograph;
    const labels = [...labelsByHash.get(sha256)!].sort();
    if (labels.length === 1) agreed.push(radiograph);
    else {
      const detail = `the same bytes are labelled ${labels.join(" and ")}`;
      const placed = split === undefined ? {} : { split };
      contradictory.push({ path, label, reason: "contradictory label", detail, ...placed });
    }
  }
  return { agreed, contradictory };
}

function checkRejected(manifest: Manifest, maxShare: number): void {
  const { root, radiographs, rejected } = manifest;
  const total = radiographs.length + rejected.length;
  if (rejected.length <= maxShare * total) return;
  const first = rejected[0]!;
  throw new BrokenSetError(
    `Expected at most ${Math.round(maxShare * 100)} % of the files in ${root} to be refused. Received: ` +
      `${rejected.length} of ${total}, e.g. ${first.path} (${first.reason}: ${first.detail}). ` +
      `Mend the set, or raise data.maxRejectedShare.`,
    manifest,
  );
}

function checkClasses(manifest: Manifest): void {
  const { root, classes, rejected } = manifest;
  if (classes.length >= 2) return;
  const received = classes.length === 0 ? "no file that can be used" : `only "${classes.join()}"`;
  const lost = orderClasses(rejected.map(({ label }) => label)).filter((label) => !classes.includes(label));
  throw new BrokenSetError(
    `Expected images of at least two classes in ${root}. Received: ${received}` +
      (lost.length > 0
        ? ` (every file of "${lost.join('", "')}" was refused). Mend those files.`
        : ". Add a folder for the other class."),
    manifest,
  );
}
