import fc from "fast-check";
import { expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { buildManifest } from "../../lib/data/manifest.js";
import { splitByGroup, splitNames } from "../../lib/data/split.js";
import { splitRows } from "../../lib/data/splitCsv.js";
import { recordSplit } from "../../lib/data/splitRecord.js";
import type { Manifest, Radiograph } from "../../lib/data/types.js";
import { judgedImages } from "../../lib/experiment/judgedImages.js";
import type { OpenedRun } from "../../lib/experiment/savedRun.js";
import { radiograph } from "../data/fixtures.js";

function manifestOf(radiographs: readonly Radiograph[]): Manifest {
  const classes = ["not_fractured", "fractured"];
  return buildManifest({ source: "folder", root: "/a", classes, radiographs, rejected: [] });
}

const images = Array.from({ length: 40 }, (_, i) =>
  radiograph({ path: `${i}.png`, group: `p${i >> 1}`, label: i % 4 < 2 ? "fractured" : "not_fractured" }),
);
const own = manifestOf(images);
const knownContents = new Set(images.map(({ sha256 }) => sha256));
const { data } = cnnBaseline;
// Not the split that the config would give: only what was written down can say who was tested on.
const parts = splitByGroup(own, { shares: [1, 1, 1], seed: 99 });
const { by, digest, leaky } = recordSplit(parts, "file", data);
const run: Pick<OpenedRun, "saved" | "split"> = {
  saved: {
    format: 1,
    config: cnnBaseline,
    classes: [...own.classes],
    thresholdProb: 0.5,
    weightsSha256: "w",
    dataDigest: own.digest,
    split: { by, digest, leaky },
    status: "finished",
    endedAt: "2026-01-01T00:00:00.000Z",
    code: "abc",
    trainedOn: [],
  },
  split: splitRows(parts),
};
const names = (radiographs: readonly Radiograph[]): string[] => radiographs.map(({ path }) => path).sort();

test("on its own data a run is judged on exactly the test images that it was split into", () => {
  const judged = judgedImages(run, own, data, undefined);
  expect(judged).toMatchObject({ part: "test", isOwnData: true });
  expect(names(judged.radiographs)).toEqual(names(parts.test));
  expect(names(judgedImages(run, own, data, "train").radiographs)).toEqual(names(parts.train));
  expect(judgedImages(run, own, data, "all").radiographs).toHaveLength(40);
});

test("images count in the groups that they had then, whatever is known of them now", () => {
  const ungrouped = manifestOf(images.map((image) => ({ ...image, path: `new/${image.path}`, group: image.path })));
  const judged = judgedImages(run, ungrouped, data, undefined);
  expect(judged.isOwnData).toBe(true);
  expect(judged.radiographs.map(({ group }) => group).sort()).toEqual(parts.test.map(({ group }) => group).sort());
});

test("an image that the run never knew is in no part, and makes no other set of it", () => {
  const grown = manifestOf([...images, radiograph({ path: "z.png" })]);
  const judged = judgedImages(run, grown, data, undefined);
  expect(judged).toMatchObject({ part: "test", isOwnData: true, unknown: 1, missing: 0, relabelled: 0 });
  expect(names(judged.radiographs)).toEqual(names(parts.test));
  expect(judgedImages(run, grown, data, "all").radiographs).toHaveLength(41);
});

test("whatever is lost, added, relabelled or changed of less than half, no part ever holds an image of another part", () => {
  const some = fc.uniqueArray(fc.nat(39), { maxLength: 9 });
  fc.assert(
    fc.property(some, some, some, fc.nat(60), (lost, changed, relabelled, added) => {
      const kept = images.flatMap((image, i) => {
        if (lost.includes(i)) return [];
        if (changed.includes(i)) return [{ ...image, sha256: `changed ${i}` }];
        return [relabelled.includes(i) ? { ...image, label: "not_fractured" } : image];
      });
      const strangers = Array.from({ length: added }, (_, i) => radiograph({ path: `new ${i}` }));
      const now = manifestOf([...kept, ...strangers]);
      const there = new Set(kept.map(({ sha256 }) => sha256));
      for (const name of splitNames) {
        const judged = judgedImages(run, now, data, name);
        const still = parts[name].filter(({ sha256 }) => there.has(sha256));
        expect(judged.isOwnData).toBe(true);
        expect(names(judged.radiographs)).toEqual(names(still));
        expect(judged.missing).toBe(parts[name].length - still.length);
        expect(judged.unknown).toBe(now.radiographs.filter(({ sha256 }) => !knownContents.has(sha256)).length);
      }
      expect(judgedImages(run, now, data, "all").radiographs).toHaveLength(now.radiographs.length);
    }),
    { numRuns: 50 },
  );
});

test("the test images alone are still those of the run", () => {
  const judged = judgedImages(run, manifestOf(parts.test), data, undefined);
  expect(judged).toMatchObject({ part: "test", isOwnData: true, missing: 0 });
  expect(judgedImages(run, manifestOf(parts.test), data, "train")).toMatchObject({
    radiographs: [],
    missing: parts.train.length,
  });
});

test("a set of which half and no more is known is another set, and judged whole", () => {
  const strangers = Array.from({ length: 20 }, (_, i) => radiograph({ path: `new ${i}` }));
  const judged = judgedImages(run, manifestOf([...images.slice(0, 20), ...strangers]), data, undefined);
  expect(judged).toMatchObject({ part: "all", isOwnData: false, unknown: 0 });
  expect(judged.radiographs).toHaveLength(40);
});

test("in all of a set that grew, a new image of an old group joins the group of then", () => {
  const moved = manifestOf([
    ...images.map((image) => ({ ...image, group: `new ${image.group}` })),
    radiograph({ path: "z.png", group: "new p3" }),
  ]);
  const { radiographs } = judgedImages(run, moved, data, "all");
  const group = (path: string): string => radiographs.find((image) => image.path === path)!.group;
  expect(group("z.png")).toBe(group("6.png"));
  expect(new Set(radiographs.map((image) => image.group)).size).toBe(20);
});

test("another set that comes split keeps its own test images", () => {
  const split = (i: number): "train" | "test" => (i % 10 < 8 ? "train" : "test");
  const other = manifestOf(images.map((image, i) => ({ ...image, sha256: `other ${i}`, split: split(i) })));
  const judged = judgedImages(run, other, data, undefined);
  expect(judged.part).toBe("test");
  expect(judged.radiographs.every((image) => image.split === "test")).toBe(true);
});

test("a run from before splits were written down is split again as its config says", () => {
  const judged = judgedImages({ saved: run.saved }, own, data, undefined);
  const { split, splitSeed } = cnnBaseline.data;
  expect(judged.radiographs).toEqual(splitByGroup(own, { shares: split, seed: splitSeed }).test);
});
