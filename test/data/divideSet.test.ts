import { expect, test } from "vitest";
import { dataConfigSchema } from "../../lib/data/config.js";
import { divideSet } from "../../lib/data/divideSet.js";
import { buildManifest } from "../../lib/data/manifest.js";
import { splitNames } from "../../lib/data/split.js";
import { describeSplit, leakyNotice, recordSplit } from "../../lib/data/splitRecord.js";
import type { Manifest, Radiograph, SplitName } from "../../lib/data/types.js";
import { createRandom } from "../../lib/random.js";
import { radiograph } from "./fixtures.js";

const config = dataConfigSchema.parse({ source: "folder" });

function manifestOf(radiographs: readonly Radiograph[]): Manifest {
  const classes = ["not_fractured", "fractured"];
  return buildManifest({ source: "folder", root: "/a", classes, radiographs, rejected: [] });
}

/** 60 patients of three images. */
const images = Array.from({ length: 180 }, (_, i) =>
  radiograph({
    path: `${String(i).padStart(3, "0")}.png`,
    group: `p${Math.floor(i / 3)}`,
    label: i % 2 === 0 ? "fractured" : "not_fractured",
  }),
);

function placed(splitOf: (i: number) => SplitName): Radiograph[] {
  return images.map((image, i) => ({ ...image, split: splitOf(i) }));
}

const byPatient = (i: number): SplitName => splitNames[Math.floor(i / 3) % 3]!;
/** Image 0 in train, images 1 and 2 of the same patient in test. */
const leaking = placed((i) => (i === 0 ? "train" : i < 3 ? "test" : byPatient(i)));

test("a set without splits is split by group, and nothing leaks", () => {
  const { record } = divideSet(manifestOf(images), config);
  expect(record).toMatchObject({ by: "group", seed: 1, shares: [0.7, 0.15, 0.15], leaky: false, leaks: [] });
  expect(describeSplit(record)).toBe("by group, shares 0.7, 0.15, 0.15, seed 1");
  expect(leakyNotice(record)).toBeUndefined();
});

test("a source's own split is kept when no group crosses it, and the record says that it is the source's", () => {
  const { parts, record } = divideSet(manifestOf(placed(byPatient)), config);
  expect(record).toMatchObject({ by: "source", leaky: false });
  for (const name of splitNames) expect(parts[name].every(({ split }) => split === name)).toBe(true);
});

test("a source whose split leaks is split anew, and the warning names the files", () => {
  const warnings: string[] = [];
  const { record } = divideSet(manifestOf(leaking), config, (message) => warnings.push(message));
  expect(record).toMatchObject({ by: "group", leaky: false });
  expect(warnings).toEqual([
    "the source's own split has 1 group in more than one part, such as 000.png (train) with 001.png (test); " +
      "the set is split anew by group.",
  ]);
});

test("with allowLeak a source's leaky split is kept as it came, and marked", () => {
  const { parts, record } = divideSet(manifestOf(leaking), { ...config, allowLeak: true });
  expect(record).toMatchObject({ by: "source", leaky: true, leaks: [{ group: "p0", splits: ["test", "train"] }] });
  expect(parts.train.map(({ path }) => path)).toContain("000.png");
  expect(parts.test.map(({ path }) => path)).toContain("001.png");
  expect(leakyNotice(record)).toMatch(/^LEAKY: 1 group in more than one part, such as 000\.png \(train\) with/);
});

test("the source's leaky split asked for by name is refused: pairs, their splits and two remedies", () => {
  expect(() => divideSet(manifestOf(leaking), { ...config, splitBy: "source" })).toThrow(
    /Received: 1 group in more than one part, such as 000\.png \(train\) with 001\.png \(test\)\.\n.*data\.splitBy=group.*\n.*--allow-leak/,
  );
});

test("a split by image is refused by itself and marked when allowed, with few and many pairs alike", () => {
  const byImage = { ...config, splitBy: "image" } as const;
  expect(() => divideSet(manifestOf(images), byImage)).toThrow(/^split: expected every group on one side/);
  const { parts, record } = divideSet(manifestOf(images), { ...byImage, allowLeak: true });
  expect(record).toMatchObject({ by: "image", leaky: true });
  expect(record.leaks.length).toBeGreaterThan(20);
  expect(leakyNotice(record)!.length).toBeLessThan(400);
  const share = (part: readonly Radiograph[]): number =>
    part.filter((r) => r.label === "fractured").length / part.length;
  expect(parts.train).toHaveLength(126);
  expect(share(parts.train)).toBeCloseTo(0.5, 2);
  expect(share(parts.test)).toBeCloseTo(0.5, 1);
});

test("a split by image of images that are each a patient of their own leaks nothing and passes", () => {
  const alone = images.map((image) => ({ ...image, group: image.path }));
  expect(divideSet(manifestOf(alone), { ...config, splitBy: "image" }).record).toMatchObject({ leaky: false });
});

test("splitBy=source of a set without splits says how many images have none", () => {
  expect(() => divideSet(manifestOf(images), { ...config, splitBy: "source" })).toThrow(
    "expected a source whose images all come in splits, train among them. Received: folder with 180 of 180 images in none.",
  );
});

test("the digest changes with a part, a group or a content, and not with order, names or place", () => {
  const parts = divideSet(manifestOf(images), config).parts;
  const digestOf = (changed: typeof parts): string => recordSplit(changed, "group", config).digest;
  const digest = digestOf(parts);
  const moved = parts.train.map((image, i) => ({ ...image, path: `elsewhere/${i}` }));
  expect(digestOf({ ...parts, train: createRandom(1).shuffle(moved) })).toBe(digest);
  expect(digestOf({ ...parts, train: parts.validation, validation: parts.train })).not.toBe(digest);
  for (const change of [{ group: "other" }, { sha256: "other" }, { label: "other" }]) {
    expect(digestOf({ ...parts, test: [{ ...parts.test[0]!, ...change }, ...parts.test.slice(1)] })).not.toBe(digest);
  }
});
