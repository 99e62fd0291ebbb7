import { join } from "node:path";
import type { DataConfig } from "../config.js";
import { inspectAll } from "../inspectAll.js";
import type { FileFacts } from "../inspectFile.js";
import { compareText } from "../manifest.js";
import type { Manifest, Radiograph, SplitName } from "../types.js";
import type { AuditedFile } from "./auditedFile.js";
import type { SourceTally } from "./candidateSources.js";
import type { Descriptions } from "./descriptions.js";
import { findCopies, type FindCopiesOptions } from "./findCopies.js";
import { pictureFacts } from "./pictureFacts.js";
import { shortcutsOf, type Shortcut } from "./shortcuts.js";

/** What `npm run audit` says of a set. */
export interface Audit {
  source: string;
  root: string;
  /** Readable or not. */
  files: number;
  unreadable: { path: string; class: string; reason: string }[];
  /** Readable files whose name says another format than their content. */
  mislabelledFormats: { path: string; class: string; format: string }[];
  /** By class, of unreadable and mislabelled files: a fault of one class only is a leak, and so is leaving it out. */
  faultsByClass: Record<string, { files: number; unreadable: number; mislabelled: number }>;
  distinctContents: number;
  radiographs: number;
  /** What found the pairs that proved to be copies. */
  copySources: SourceTally[];
  /** Radiographs of which the set's own splits share files. */
  leaks: { splits: SplitName[]; files: string[] }[];
  /** Radiographs whose files have more than one label. */
  contradictions: { labels: string[]; files: string[] }[];
  shortcuts: Shortcut[];
}

export interface AuditOptions extends Pick<FindCopiesOptions, "suggest"> {
  cacheDir: string;
  onProgress?: (stage: string, done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Looks for what makes results on a set too good: copies across splits, labels that contradict, faults and properties that
 * differ between the classes.
 * @param manifest of the whole set, what was refused included
 * @returns the audit, and every readable file with the radiograph that it shows
 * @throws UserError when a file is gone or changed since it was inspected, or the cache cannot be written
 */
export async function auditSet(
  manifest: Manifest,
  { maxPixels }: Pick<DataConfig, "maxPixels">,
  options: AuditOptions,
): Promise<{ audit: Audit; files: AuditedFile[] }> {
  const { source, root, rejected } = manifest;
  const { cacheDir, suggest, onProgress, signal } = options;
  const contradictory = rejected.filter(({ reason }) => reason === "contradictory label");
  const placed: Pick<Radiograph, "path" | "label" | "split" | "region" | "view" | "hardware">[] = [
    ...manifest.radiographs,
    ...contradictory,
  ].sort((a, b) => compareText(a.path, b.path));
  const inspections = await inspectAll(
    root,
    placed.map(({ path }) => path),
    { maxPixels, cacheDir, signal },
  );
  const readable = placed.flatMap((file, i) => {
    const inspection = inspections[i]!;
    if (!inspection.ok) return [];
    const { facts, wasTurned, hasExif } = inspection;
    return [{ ...file, ...facts, wasTurned, hasExif }];
  });
  const paths = new Map(readable.map(({ sha256, path }) => [sha256, join(root, path)]));
  const searching = { cacheDir, root, maxPixels, suggest, onProgress, signal };
  const { groupOf, descriptions, sources } = await findCopies(paths, searching);
  const facts = await factsByContent(descriptions, readable);
  const files: AuditedFile[] = readable.map((file) => ({
    ...file,
    ...facts.get(file.sha256)!,
    radiograph: `radiograph-${groupOf.get(file.sha256)!.slice(0, 16)}`,
  }));

  const unreadable = rejected
    .filter(({ reason }) => reason !== "contradictory label")
    .map(({ path, label, reason }) => ({ path, class: label, reason }));
  const mislabelledFormats = files
    .filter(({ path, format }) => isMislabelled(path, format))
    .map(({ path, label, format }) => ({ path, class: label, format }));
  const groups = groupsOf(files);
  const audit: Audit = {
    source,
    root,
    files: files.length + unreadable.length,
    unreadable,
    mislabelledFormats,
    faultsByClass: countFaults(files, unreadable, mislabelledFormats),
    distinctContents: paths.size,
    radiographs: groups.length,
    copySources: sources,
    leaks: groups.flatMap((group) => {
      const splits = distinct(group.flatMap(({ split }) => (split === undefined ? [] : [split])));
      return splits.length > 1 ? [{ splits, files: group.map(({ path }) => path) }] : [];
    }),
    contradictions: groups.flatMap((group) => {
      const labels = distinct(group.map(({ label }) => label));
      return labels.length > 1 ? [{ labels, files: group.map(({ path }) => path) }] : [];
    }),
    shortcuts: shortcutsOf(files),
  };
  return { audit, files };
}

async function factsByContent(descriptions: Descriptions, files: readonly FileFacts[]) {
  const fileOf = new Map(files.map((file) => [file.sha256, file]));
  const facts = new Map<string, ReturnType<typeof pictureFacts>>();
  for (const [i, sha256] of descriptions.hashes.entries()) {
    const { pixels } = await descriptions.read(i);
    facts.set(sha256, pictureFacts(pixels, fileOf.get(sha256)!));
  }
  return facts;
}

function groupsOf(files: readonly AuditedFile[]): AuditedFile[][] {
  const groups = new Map<string, AuditedFile[]>();
  for (const file of files) groups.set(file.radiograph, [...(groups.get(file.radiograph) ?? []), file]);
  return [...groups.values()];
}

function distinct<T extends string>(names: readonly T[]): T[] {
  return [...new Set(names)].sort(compareText);
}

const extensions: Readonly<Record<string, RegExp>> = {
  jpeg: /\.(jpe?g|jpe|jfif)$/i,
  png: /\.png$/i,
  webp: /\.webp$/i,
  tiff: /\.tiff?$/i,
  gif: /\.gif$/i,
  bmp: /\.(bmp|dib)$/i,
};

/** A name without any known ending claims nothing. */
function isMislabelled(path: string, format: string): boolean {
  const claimed = Object.entries(extensions).find(([, ending]) => ending.test(path));
  return claimed !== undefined && claimed[0] !== format;
}

function countFaults(
  files: readonly { label: string }[],
  unreadable: readonly { class: string }[],
  mislabelled: readonly { class: string }[],
): Audit["faultsByClass"] {
  const count = (list: readonly { class: string }[], name: string): number =>
    list.filter((file) => file.class === name).length;
  const classes = distinct([...files.map(({ label }) => label), ...unreadable.map((file) => file.class)]);
  return Object.fromEntries(
    classes.map((name) => {
      const broken = count(unreadable, name);
      const readable = files.filter(({ label }) => label === name).length;
      return [name, { files: readable + broken, unreadable: broken, mislabelled: count(mislabelled, name) }];
    }),
  );
}
