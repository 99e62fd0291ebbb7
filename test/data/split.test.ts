import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../lib/random.js";
import { findLeaks } from "../../lib/data/findLeaks.js";
import { buildManifest } from "../../lib/data/manifest.js";
import { ownSplits, splitByGroup, splitNames } from "../../lib/data/split.js";
import type { Manifest, Radiograph } from "../../lib/data/types.js";
import { radiograph } from "./fixtures.js";

const shares = [0.7, 0.15, 0.15] as const;

function manifestOf(radiographs: readonly Radiograph[]): Manifest {
  return buildManifest({
    source: "folder",
    root: "/a",
    classes: ["not_fractured", "fractured"],
    radiographs,
    rejected: [],
  });
}

/** Patients of 1 to 5 images, some of both classes. */
function patients(count: number, seed: number): Radiograph[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, patient) => {
    const base = random.uniform() < 0.3 ? "fractured" : "not_fractured";
    const region = random.pick(["hand", "leg", "hip"]);
    return Array.from({ length: 1 + random.integer(5) }, (_, i) =>
      radiograph({
        path: `${patient}-${i}.png`,
        group: `p${patient}`,
        label: random.uniform() < 0.15 ? "fractured" : base,
        region,
      }),
    );
  }).flat();
}

test("no group crosses, every image is there once, shares are close, whatever the patients", () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 200 }), fc.integer({ min: 0, max: 1000 }), (count, seed) => {
      const manifest = manifestOf(patients(count, seed));
      const splits = splitByGroup(manifest, { shares, seed });
      const all = splitNames.flatMap((name) => splits[name]);
      expect(all.map(({ path }) => path).sort()).toEqual(manifest.radiographs.map(({ path }) => path).sort());
      expect(
        findLeaks({ radiographs: splitNames.flatMap((split) => splits[split].map((r) => ({ ...r, split }))) }),
      ).toEqual([]);
      for (const label of manifest.classes) {
        const total = all.filter((r) => r.label === label).length;
        splitNames.forEach((name, i) => {
          const part = splits[name].filter((r) => r.label === label).length;
          expect(Math.abs(part - shares[i]! * total)).toBeLessThanOrEqual(Math.max(4, 0.05 * total));
        });
      }
    }),
    { numRuns: 40 },
  );
});

test("the seed decides, the order of files does not", () => {
  const images = patients(80, 3);
  const paths = (radiographs: readonly Radiograph[], seed: number): string[][] => {
    const splits = splitByGroup(manifestOf(radiographs), { shares, seed });
    return splitNames.map((name) => splits[name].map(({ path }) => path));
  };
  expect(paths(createRandom(1).shuffle(images), 7)).toEqual(paths(images, 7));
  expect(paths(images, 8)).not.toEqual(paths(images, 7));
});

test("renamed files keep their splits", () => {
  const images = patients(80, 3);
  const groupsIn = (radiographs: readonly Radiograph[]): string[] =>
    splitByGroup(manifestOf(radiographs), { shares, seed: 7 })
      .test.map(({ group }) => group)
      .sort();
  const renamed = images.map((image, i) => ({ ...image, path: `${(i * 7919) % 1000}-${image.path}` }));
  expect(groupsIn(renamed)).toEqual(groupsIn(images));
});

test("regions are spread over the splits too", () => {
  const manifest = manifestOf(patients(300, 5));
  const { test: part } = splitByGroup(manifest, { shares, seed: 1 });
  for (const region of ["hand", "leg", "hip"]) {
    const shareOf = (radiographs: readonly Radiograph[]): number =>
      radiographs.filter((r) => r.region === region).length / radiographs.length;
    expect(Math.abs(shareOf(part) - shareOf(manifest.radiographs))).toBeLessThan(0.06);
  }
});

test("three patients a class are enough for every class in every split", () => {
  const few = ["fractured", "not_fractured"].flatMap((label) =>
    [0, 1, 2].map((i) => radiograph({ path: `${label}${i}.png`, label })),
  );
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const splits = splitByGroup(manifestOf(few), { shares, seed });
      for (const name of splitNames)
        expect(splits[name].map(({ label }) => label).sort()).toEqual(["fractured", "not_fractured"]);
    }),
    { numRuns: 50 },
  );
});

test("two patients of a class are too few, and the error says what is missing", () => {
  const images = [
    ...patients(40, 1).map((image) => ({ ...image, label: "not_fractured" })),
    radiograph({ path: "x.png", group: "x" }),
    radiograph({ path: "y.png", group: "y" }),
  ];
  expect(() => splitByGroup(manifestOf(images), { shares, seed: 1 })).toThrow(
    /no "fractured" in (train|validation|test); the set has 2 group\(s\) with it/,
  );
});

const withSplits = (assign: (group: number, image: number) => Radiograph["split"]): Radiograph[] =>
  patients(60, 9).map((image) => {
    const [group, number] = image.path.split(/[-.]/).map(Number) as [number, number];
    const split = assign(group, number);
    return split === undefined ? image : { ...image, split };
  });

test("a set's own splits are kept", () => {
  const manifest = manifestOf(withSplits((group) => splitNames[group % 3]));
  const splits = splitByGroup(manifest, { shares, seed: 1 });
  for (const name of splitNames) {
    expect(splits[name].length).toBeGreaterThan(0);
    for (const image of splits[name]) expect(image.split).toBe(name);
  }
});

test("a set of train and test gets its validation out of train, by group, and keeps its test", () => {
  const manifest = manifestOf(withSplits((group) => (group % 4 === 0 ? "test" : "train")));
  const { train, validation, test: kept } = splitByGroup(manifest, { shares, seed: 1 });
  expect(kept).toEqual(manifest.radiographs.filter(({ split }) => split === "test"));
  const trainGroups = new Set(train.map(({ group }) => group));
  expect(validation.every(({ group, split }) => split === "train" && !trainGroups.has(group))).toBe(true);
  expect(validation.length / (train.length + validation.length)).toBeCloseTo(0.15 / 0.85, 1);
});

test("a set whose splits share a group is split anew", () => {
  const manifest = manifestOf(
    withSplits((group, image) => (group === 6 && image > 0 ? "test" : splitNames[group % 3])),
  );
  const leaky = manifest.radiographs.filter(({ group }) => group === "p6").length > 1;
  expect(leaky).toBe(true);
  expect(ownSplits(manifest)).toBe(false);
  const splits = splitByGroup(manifest, { shares, seed: 1 });
  expect(splitNames.filter((name) => splits[name].some(({ group }) => group === "p6"))).toHaveLength(1);
});

test("a set of which some images have no split is split anew", () => {
  const manifest = manifestOf(withSplits((group) => (group === 3 ? undefined : "train")));
  expect(ownSplits(manifest)).toBe(false);
});

test("findLeaks names the group, its splits and files, and whether the content itself is in both", () => {
  const leaks = findLeaks({
    radiographs: [
      radiograph({ path: "train/a.png", group: "g", split: "train", sha256: "1" }),
      radiograph({ path: "test/b.png", group: "g", split: "test", sha256: "1" }),
      radiograph({ path: "test/a.png", group: "g", split: "test", sha256: "0" }),
      radiograph({ path: "train/b.png", group: "h", split: "train", sha256: "2" }),
      radiograph({ path: "test/c.png", group: "h", split: "test", sha256: "3" }),
      radiograph({ path: "test/d.png", group: "i", split: "test", sha256: "4" }),
    ],
  });
  expect(leaks).toEqual([
    {
      group: "g",
      splits: ["test", "train"],
      files: ["test/a.png", "test/b.png", "train/a.png"],
      sameContent: true,
      pair: [
        { path: "test/b.png", split: "test" },
        { path: "train/a.png", split: "train" },
      ],
    },
    {
      group: "h",
      splits: ["test", "train"],
      files: ["test/c.png", "train/b.png"],
      sameContent: false,
      pair: [
        { path: "test/c.png", split: "test" },
        { path: "train/b.png", split: "train" },
      ],
    },
  ]);
});
