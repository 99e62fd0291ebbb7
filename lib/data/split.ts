import { createRandom } from "../random.js";
import { UserError } from "../userError.js";
import { divide } from "./divide.js";
import { findLeaks } from "./findLeaks.js";
import type { Manifest, Radiograph, SplitName } from "./types.js";

export const splitNames = ["train", "validation", "test"] as const satisfies readonly SplitName[];

/** Who is in which part. */
export type Parts = Record<SplitName, readonly Radiograph[]>;

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
export function splitByGroup(manifest: Manifest, options: SplitOptions): Parts {
  if (ownSplits(manifest)) return splitAsSource(manifest, options);
  const random = createRandom(`split/${options.seed}`);
  const [train, validation, test] = divide(manifest.radiographs, options.shares, random);
  return withClasses(manifest, { train: train!, validation: validation!, test: test! });
}

/** Whether the source's own splits are to be kept: every image has one, train is among them, and no group crosses. */
export function ownSplits(manifest: Manifest): boolean {
  return comesSplit(manifest) && findLeaks(manifest).length === 0;
}

/** Whether the source puts every image into a split, and some into train. */
export function comesSplit({ radiographs }: Pick<Manifest, "radiographs">): boolean {
  const named = radiographs.map(({ split }) => split);
  return named.includes("train") && !named.includes(undefined);
}

/**
 * The source's own splits as they come, leaks and all; what it lacks is taken out of train, by group.
 * @throws UserError when a part lacks a class
 */
export function splitAsSource(manifest: Manifest, { shares, seed }: SplitOptions): Parts {
  const of = (name: SplitName): Radiograph[] => manifest.radiographs.filter(({ split }) => split === name);
  const given = { train: of("train"), validation: of("validation"), test: of("test") };
  const wanted = splitNames.filter((name) => name === "train" || given[name].length === 0);
  if (wanted.length > 1) {
    const wantedShares = wanted.map((name) => shares[splitNames.indexOf(name)]!);
    const divided = divide(given.train, wantedShares, createRandom(`split/${seed}`));
    for (const [i, name] of wanted.entries()) given[name] = divided[i]!;
  }
  return withClasses(manifest, given);
}

/**
 * At random by image, as most published splits of radiographs are: images of one patient, and copies of one image, end up
 * on both sides.
 * @throws UserError when a part lacks a class
 */
export function splitByImage(manifest: Manifest, { shares, seed }: SplitOptions): Parts {
  const random = createRandom(`split/image/${seed}`);
  const imageOf = ({ sha256, path }: Radiograph): string => `${sha256} ${path}`;
  const [train, validation, test] = divide(manifest.radiographs, shares, random, imageOf);
  return withClasses(manifest, { train: train!, validation: validation!, test: test! });
}

/** @throws UserError when a part lacks a class: it could be neither trained on nor scored */
export function withClasses(manifest: Manifest, parts: Parts): Parts {
  for (const name of splitNames) {
    for (const label of manifest.classes) {
      if (parts[name].some((radiograph) => radiograph.label === label)) continue;
      const groups = new Set(manifest.radiographs.filter((r) => r.label === label).map((r) => r.group));
      throw new UserError(
        `Expected every class in train, validation and test. Received: no "${label}" in ${name}; the set has ` +
          `${groups.size} group(s) with it, and a group is never divided. Add patients, or change the split shares or seed.`,
      );
    }
  }
  return parts;
}
