import fc from "fast-check";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findLeaks } from "../../lib/data/findLeaks.js";
import { foldsCsv, groupFolds, type Fold } from "../../lib/data/groupFolds.js";
import { buildManifest } from "../../lib/data/manifest.js";
import { splitNames } from "../../lib/data/split.js";
import type { Manifest, Radiograph } from "../../lib/data/types.js";
import { createRandom } from "../../lib/random.js";
import { radiograph } from "./fixtures.js";

const options = { folds: 5, repeats: 1, seed: 1, validationShare: 0.2 };

function manifestOf(radiographs: readonly Radiograph[]): Manifest {
  const classes = ["not_fractured", "fractured"];
  return buildManifest({ source: "folder", root: "/a", classes, radiographs, rejected: [] });
}

/** @param groups fractured and intact images of each */
function imagesOf(groups: readonly (readonly [number, number])[]): Radiograph[] {
  return groups.flatMap(([fractured, intact], g) =>
    Array.from({ length: fractured + intact }, (_, i) => {
      const label = i < fractured ? "fractured" : "not_fractured";
      return radiograph({ path: `${g}-${i}.png`, group: `p${g}`, label });
    }),
  );
}

/** Groups with both classes in at least as many as there are folds and two more. */
const someGroups = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6 })), {
  minLength: 20,
  maxLength: 80,
});
const plenty = [
  ...Array.from({ length: 8 }, () => [1, 0] as const),
  ...Array.from({ length: 8 }, () => [0, 1] as const),
];

const paths = (part: readonly Radiograph[]): string[] => part.map(({ path }) => path).sort();

test("in every repeat each image is held out once, no group is in two parts, every part has both classes", () => {
  fc.assert(
    fc.property(someGroups, fc.integer({ min: 2, max: 6 }), fc.nat(1000), (groups, folds, seed) => {
      const manifest = manifestOf(imagesOf([...groups, ...plenty]));
      const made = groupFolds(manifest, { folds, repeats: 2, seed, validationShare: 0.2 });
      expect(made.map(({ repeat, fold }) => [repeat, fold])).toEqual(
        [1, 2].flatMap((repeat) => Array.from({ length: folds }, (_, i) => [repeat, i + 1])),
      );
      for (const repeat of [1, 2]) {
        const held = made.filter((fold) => fold.repeat === repeat).flatMap(({ parts }) => parts.test);
        expect(paths(held)).toEqual(paths(manifest.radiographs));
      }
      for (const { parts } of made) {
        const placed = splitNames.flatMap((split) => parts[split].map((image) => ({ ...image, split })));
        expect(paths(placed)).toEqual(paths(manifest.radiographs));
        expect(findLeaks({ radiographs: placed })).toEqual([]);
        for (const name of splitNames) expect(new Set(parts[name].map(({ label }) => label)).size).toBe(2);
      }
    }),
    { numRuns: 30 },
  );
});

test("the seed decides, the order and the names of files do not; repeats differ", () => {
  const images = imagesOf([...plenty, ...plenty]);
  const contents = (folds: Fold[]): string[][] => folds.map(({ parts }) => parts.test.map((r) => r.sha256).sort());
  const twice = { ...options, repeats: 2 };
  const made = contents(groupFolds(manifestOf(images), twice));
  const renamed = createRandom(1)
    .shuffle(images)
    .map((image, i) => ({ ...image, path: `${i}.png` }));
  expect(contents(groupFolds(manifestOf(renamed), twice))).toEqual(made);
  expect(contents(groupFolds(manifestOf(images), { ...twice, seed: 2 }))).not.toEqual(made);
  expect(made.slice(5)).not.toEqual(made.slice(0, 5));
});

test("more repeats leave the first ones as they were", () => {
  const manifest = manifestOf(imagesOf([...plenty, ...plenty]));
  const [one, two] = [1, 2].map((repeats) => groupFolds(manifest, { ...options, repeats }));
  expect(two!.slice(0, 5)).toEqual(one);
});

interface Oracle {
  sets: { name: string; groups: [number, number][]; folds: number; counts: [number, number][][] }[];
}
const oracle = JSON.parse(readFileSync("test/oracles/folds.json", "utf8")) as Oracle;

/** The largest distance of a fold's count from an even share, in images: of fractured, of intact. */
function unevenness(counts: readonly (readonly number[])[]): number {
  return Math.max(
    ...[0, 1].map((k) => {
      const even = counts.reduce((sum, count) => sum + count[k]!, 0) / counts.length;
      return Math.max(...counts.map((count) => Math.abs(count[k]! - even)));
    }),
  );
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test.each(oracle.sets)("folds of $name are as even as StratifiedGroupKFold's", ({ groups, folds, counts }) => {
  const manifest = manifestOf(imagesOf(groups));
  const made = counts.map((_, seed) =>
    groupFolds(manifest, { ...options, folds, seed }).map(({ parts }) =>
      ["fractured", "not_fractured"].map((label) => parts.test.filter((image) => image.label === label).length),
    ),
  );
  expect(mean(made.map(unevenness))).toBeLessThanOrEqual(mean(counts.map(unevenness)) + 0.5);
});

test("the list of folds names each image's fold in each repeat", () => {
  const manifest = manifestOf(imagesOf(plenty));
  const lines = foldsCsv(groupFolds(manifest, { ...options, folds: 2, repeats: 2 }))
    .trim()
    .split("\n");
  expect(lines[0]).toBe("path,sha256,group,label,repeat,fold");
  expect(lines).toHaveLength(1 + 2 * plenty.length);
  expect(lines[1]).toMatch(/^0-0\.png,0-0\.png,p0,fractured,1,[12]$/);
  expect(lines[2]).toMatch(/^0-0\.png,0-0\.png,p0,fractured,2,[12]$/);
});

test("more folds than a class has groups: the error says how many there can be", () => {
  const images = imagesOf([[1, 0], [2, 0], [1, 3], ...plenty.filter(([, intact]) => intact > 0)]);
  expect(() => groupFolds(manifestOf(images), options)).toThrow(
    'folds: expected at most 3 folds, since only 3 group(s) of the set have images of "fractured"',
  );
});

test("groups that are enough to be held out but not to be trained on are refused too", () => {
  const images = imagesOf([[1, 0], [1, 0], ...plenty.filter(([, intact]) => intact > 0)]);
  expect(() => groupFolds(manifestOf(images), { ...options, folds: 2 })).toThrow(
    /no "fractured" in (train|validation)/,
  );
});
