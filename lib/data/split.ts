import { createRandom, type Random } from "../random.js";
import { UserError } from "../userError.js";
import { assignGroups, type Group } from "./assignGroups.js";
import { compareText } from "./manifest.js";
import { findLeaks } from "./findLeaks.js";
import type { Manifest, Radiograph, SplitName } from "./types.js";

export const splitNames = ["train", "validation", "test"] as const satisfies readonly SplitName[];

export interface SplitOptions {
  /** Of train, validation and test; any positive numbers, scaled to sum to 1. */
  shares: readonly [number, number, number];
  /** The same seed gives the same split, in whatever order the files come. */
  seed: number;
}

/**
 * Train, validation and test without ever dividing a group, with class shares (and, less strictly, regions within
 * class) as even as the groups allow.
 * A source that comes split keeps its splits, and what it lacks is taken out of train, by group. But when a group of its
 * crosses its splits, they leak, and everything is split anew (`findLeaks` names the groups).
 * @throws UserError when the groups cannot give every split every class
 */
export function splitByGroup(manifest: Manifest, options: SplitOptions): Record<SplitName, Radiograph[]> {
  const random = createRandom(`split/${options.seed}`);
  const splits = ownSplits(manifest)
    ? completeOwnSplits(manifest, options.shares, random)
    : divide(manifest.radiographs, splitNames, options.shares, random);
  checkClasses(manifest, splits);
  return splits;
}

/** Whether the source's own splits are to be kept: every image has one, train is among them, and no group crosses. */
export function ownSplits(manifest: Manifest): boolean {
  const named = manifest.radiographs.map((radiograph) => radiograph.split);
  return named.includes("train") && !named.includes(undefined) && findLeaks(manifest).length === 0;
}

function completeOwnSplits(
  manifest: Manifest,
  shares: SplitOptions["shares"],
  random: Random,
): Record<SplitName, Radiograph[]> {
  const of = (name: SplitName): Radiograph[] => manifest.radiographs.filter(({ split }) => split === name);
  const given = { train: of("train"), validation: of("validation"), test: of("test") };
  const wanted = splitNames.filter((name) => name === "train" || given[name].length === 0);
  if (wanted.length === 1) return given;
  const wantedShares = wanted.map((name) => shares[splitNames.indexOf(name)]!);
  const divided = divide(given.train, wanted, wantedShares, random);
  for (const name of wanted) given[name] = divided[name];
  return given;
}

function divide(
  radiographs: readonly Radiograph[],
  names: readonly SplitName[],
  shares: readonly number[],
  random: Random,
): Record<SplitName, Radiograph[]> {
  const groups = groupsOf(radiographs);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const assignment = assignGroups(
    groups,
    shares.map((share) => share / total),
    random,
  );
  const splits: Record<SplitName, Radiograph[]> = { train: [], validation: [], test: [] };
  groups.forEach((group, i) => splits[names[assignment[i]!]!].push(...group.radiographs));
  for (const name of names) splits[name].sort((a, b) => compareText(a.path, b.path));
  return splits;
}

/** Groups and their images sorted by content, not by path: moving or renaming files must not change the split. */
function groupsOf(radiographs: readonly Radiograph[]): (Group & { radiographs: Radiograph[] })[] {
  const byGroup = new Map<string, Radiograph[]>();
  for (const radiograph of radiographs) {
    const members = byGroup.get(radiograph.group);
    if (members) members.push(radiograph);
    else byGroup.set(radiograph.group, [radiograph]);
  }
  return [...byGroup]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, members]) => ({
      radiographs: members,
      classes: members.map(({ label }) => label),
      strata: members.map(({ label, region }) => JSON.stringify([label, region ?? ""])),
    }));
}

function checkClasses(manifest: Manifest, splits: Record<SplitName, Radiograph[]>): void {
  for (const name of splitNames) {
    for (const label of manifest.classes) {
      if (splits[name].some((radiograph) => radiograph.label === label)) continue;
      const groups = new Set(manifest.radiographs.filter((r) => r.label === label).map((r) => r.group));
      throw new UserError(
        `Expected every class in train, validation and test. Received: no "${label}" in ${name}; the set has ` +
          `${groups.size} group(s) with it, and a group is never divided. Add patients, or change the split shares or seed.`,
      );
    }
  }
}
