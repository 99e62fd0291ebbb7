import { beforeAll, describe, expect, test } from "vitest";
import { trivialBaselines, type TrivialBaseline, type TrivialBaselines } from "../../lib/baselines/index.js";
import { subset } from "../../lib/data/subset.js";
import type { SplitName } from "../../lib/data/types.js";
import { plantedSplits, type Planted } from "./plantedSplits.js";

const settings = { confidence: 0.95 } as const;
const judged = (planted: Planted): TrivialBaselines => trivialBaselines({ splits: plantedSplits(planted) }, settings);
const named = ({ baselines }: TrivialBaselines, name: string): TrivialBaseline =>
  baselines.find((baseline) => baseline.name === name)!;

describe("a set in which only regions tell the classes apart", () => {
  let found: TrivialBaselines;
  beforeAll(() => {
    found = judged({ by: "region" });
  });

  test("the region alone finds it, and is worth nothing within regions", () => {
    const { auc, withinRegion, features } = named(found, "region");
    expect(features).toBe(2);
    expect(auc.low).toBeGreaterThan(0.6);
    expect(withinRegion).toMatchObject({ value: 0.5, low: 0.5, high: 0.5 });
  });

  test("the others find nothing, and all of these as much as the region", () => {
    for (const name of ["size and format", "grey histogram", "border"]) {
      expect(named(found, name).auc.low, name).toBeLessThan(0.55);
    }
    expect(Math.abs(named(found, "all of these").auc.value - named(found, "region").auc.value)).toBeLessThan(0.08);
  });
});

test.each([
  ["size", "size and format"],
  ["format", "size and format"],
  ["grey", "grey histogram"],
  ["corner", "border"],
] as const)("where the %s gives the class away, %s finds it within regions too", (by, name) => {
  const { auc, withinRegion } = named(judged({ by }), name);
  expect(auc.value).toBeGreaterThan(0.9);
  expect(withinRegion!.value).toBeGreaterThan(0.9);
});

test("a mark in the middle of the picture is none of the border's business", () => {
  expect(named(judged({ by: "middle" }), "border").auc.low).toBeLessThan(0.55);
});

test("on labels that nothing goes with, validation asks for a strong penalty and no interval keeps far from .5", () => {
  for (const { name, auc, l2, features } of judged({ by: "nothing" }).baselines) {
    if (features > 30) expect(l2, name).toBeGreaterThanOrEqual(100);
    expect(auc.low, name).toBeLessThan(0.55);
    expect(auc.high, name).toBeGreaterThan(0.45);
  }
});

test("neither fit nor penalty looks at the test labels", () => {
  const splits = plantedSplits({ by: "size" });
  const flipped = { ...splits, test: { ...splits.test, labels: splits.test.labels.map((label) => 1 - label) } };
  const [before, after] = [splits, flipped].map((own) => trivialBaselines({ splits: own }, settings));
  after!.baselines.forEach(({ probs, l2 }, k) => {
    expect({ probs, l2 }).toEqual({ probs: before!.baselines[k]!.probs, l2: before!.baselines[k]!.l2 });
  });
});

test("the probability of an image does not depend on which other images are tested", () => {
  const splits = plantedSplits({ by: "size" });
  const few = { ...splits, test: subset(splits.test, splits.test.radiographs.slice(0, 40)) };
  const [all, some] = [splits, few].map((own) => trivialBaselines({ splits: own }, settings).baselines);
  some!.forEach(({ probs }, k) => {
    expect(probs).toEqual(all![k]!.probs.slice(0, 40));
  });
});

test("what a set cannot have is left out by name, with the reason", () => {
  expect(judged({ by: "grey", regions: [] })).toMatchObject({
    baselines: [{ name: "size and format" }, { name: "grey histogram" }, { name: "border" }, { name: "all of these" }],
    leftOut: [{ name: "region", reason: "the set names no regions" }],
  });
  expect(judged({ by: "grey", regions: ["hand"] }).leftOut[0]!.reason).toMatch(/of one region/);
});

test("a region that only the test images have counts as average, and is counted", () => {
  const splits = plantedSplits({ by: "region" });
  const radiographs = splits.test.radiographs.map((own, i) => (i < 3 ? { ...own, region: "skull" } : own));
  const found = trivialBaselines({ splits: { ...splits, test: { ...splits.test, radiographs } } }, settings);
  const { probs, unknownImages } = named(found, "region");
  expect(unknownImages).toBe(3);
  const [low, high] = [Math.min(...probs), Math.max(...probs)];
  expect(probs[0]).toBeGreaterThan(low);
  expect(probs[0]).toBeLessThan(high);
});

test("the same data and seed give the same numbers", () => {
  expect(judged({ by: "corner" })).toEqual(judged({ by: "corner" }));
});

test("a split of one class is refused", () => {
  const splits = plantedSplits({ by: "size" });
  const only = (name: SplitName): typeof splits => ({
    ...splits,
    [name]: { ...splits[name], labels: splits[name].labels.map(() => 1) },
  });
  expect(() => trivialBaselines({ splits: only("train") }, settings)).toThrow("Expected both classes");
  expect(() => trivialBaselines({ splits: only("test") }, settings)).toThrow("Expected both classes");
});
