import { basename } from "node:path";
import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import {
  contradictionsIn,
  contradictionsNotice,
  countContradictions,
  leaveOut,
  type Contradictions,
} from "./contradictions.js";
import { copyGroups } from "./copyGroups.js";
import { readGroupsFile } from "./groupsFile.js";
import { openSource } from "./openSource.js";
import { countGroups, regroup } from "./regroup.js";
import type { Manifest } from "./types.js";

/** What the search for copies found in a set. */
export interface CopiesFound {
  contents: number;
  /** That these contents show; fewer when there are copies. */
  radiographs: number;
  /** Groups of the set before copies joined them, and after. */
  groups: { before: number; after: number };
  contradictions: Contradictions;
}

export interface ReadSetOptions {
  cacheDir: string;
  /** Where the source looks when the config names no folder. */
  dataDir?: string | undefined;
  onProgress?: (stage: string, done: number, total: number) => void;
  signal?: AbortSignal;
}

/** A set whose groups are joined by all that was known. */
export interface GroupedSet {
  manifest: Manifest;
  /** Undefined when copies were not searched for. */
  copies: CopiesFound | undefined;
}

/**
 * Reads a set and joins its groups by all that says so: the source, a table of groups, and copies found in the images
 * themselves.
 * @throws UserError when the source is missing or broken, has not two classes, or the table of groups is not this set's
 */
export async function readGroupedSet(config: DataConfig, options: ReadSetOptions): Promise<GroupedSet> {
  return groupSet(await readSet(config, options), config, options);
}

/** A set in the groups that its source knows. @throws UserError when the source is missing or broken, or has not two classes */
export async function readSet(
  config: DataConfig,
  { cacheDir, dataDir, onProgress, signal }: ReadSetOptions,
): Promise<Manifest> {
  const source = openSource(config, { cacheDir, dataDir });
  const manifest = await source.manifest((done, total) => onProgress?.("reading", done, total), signal);
  if (manifest.classes.length === 2) return manifest;
  throw new UserError(
    `data: expected two classes, fractured and not. Received: ${manifest.classes.length} (${manifest.classes.join(", ")}). ` +
      "Training on more is not there yet.",
  );
}

/** Joins a set's groups by a table of groups and by the copies in it. @throws UserError when the table is not this set's */
export async function groupSet(
  asSource: Manifest,
  config: DataConfig,
  { cacheDir, onProgress, signal }: ReadSetOptions,
): Promise<GroupedSet> {
  const { groupsFile, groupsHoldCopies, maxPixels } = config;
  if (groupsHoldCopies && groupsFile === undefined) {
    throw new UserError("data.groupsHoldCopies: expected data.groupsFile with it. Received: none. Name the table.", 2);
  }
  if (config.contradictoryCopies === "drop" && !config.findCopies) {
    throw new UserError(
      "data.contradictoryCopies=drop: expected data.findCopies=true, by which they are found. Received: false. Leave one out.",
      2,
    );
  }
  const listed = groupsFile === undefined ? asSource : regroup(asSource, [await readGroupsFile(groupsFile, asSource)]);
  if (!config.findCopies || config.source === "phantom") return { manifest: listed, copies: undefined };
  const groupOf = await copyGroups(listed, { cacheDir, maxPixels, onProgress, signal });
  const joined = regroup(listed, [({ sha256 }) => groupOf.get(sha256)]);
  const contradictory = contradictionsIn(joined.radiographs, groupOf);
  const drops = config.contradictoryCopies === "drop" && contradictory.length > 0;
  const copies = {
    contents: groupOf.size,
    radiographs: new Set(groupOf.values()).size,
    groups: { before: countGroups(listed), after: countGroups(joined) },
    contradictions: countContradictions(contradictory, drops),
  };
  if (!drops) return { manifest: joined, copies };
  const { digest } = leaveOut(asSource, contradictory); // of groups as the source has them, as ever
  return { manifest: { ...leaveOut(joined, contradictory), digest }, copies };
}

/** What must be said of a set's groups before anything is trained on it. */
export function groupNotices(config: DataConfig, copies: CopiesFound | undefined): string[] {
  return [unsearchedNotice(config), contradictionsNotice(copies?.contradictions)].filter(
    (text): text is string => text !== undefined,
  );
}

/** In one line. */
export function describeCopies({ contents, radiographs, groups }: CopiesFound): string {
  if (contents === radiographs) return `no copies among ${contents} contents`;
  const joined =
    groups.before === groups.after
      ? "all inside their groups"
      : `groups joined by them: ${groups.before} became ${groups.after}`;
  return `copies: ${contents} contents show ${radiographs} radiographs, ${joined}`;
}

/** Whether the groups know of copies: these were searched for, patients are known (phantom), or the table of groups holds them. */
export function copiesSearched({
  findCopies,
  source,
  groupsHoldCopies,
}: Pick<DataConfig, "findCopies" | "source" | "groupsHoldCopies">): boolean {
  return findCopies || source === "phantom" || groupsHoldCopies;
}

/** Said wherever a result is read whose groups may be wrong: copies under other names can then be on both sides. */
export function unsearchedNotice(config: DataConfig): string | undefined {
  if (copiesSearched(config)) return undefined;
  const unsearched =
    "opies of radiographs were NOT searched for (data.findCopies=false): they may be on both sides of the split.";
  if (config.groupsFile === undefined) return `C${unsearched}`;
  return `Groups are as ${basename(config.groupsFile)} says; c${unsearched}`;
}
