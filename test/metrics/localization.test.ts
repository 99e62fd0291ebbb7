import fc from "fast-check";
import { expect, test } from "vitest";
import { hottestShare } from "../../lib/metrics/hottestShare.js";
import { localizationScores, spearman, summarizeLocalization } from "../../lib/metrics/index.js";
import { createRandom } from "../../lib/random.js";

// 4 x 4, the region is the upper left quarter
const inside = Uint8Array.from({ length: 16 }, (_, p) => (p % 4 < 2 && p < 8 ? 1 : 0));
const map = (values: Record<number, number>): Float32Array =>
  Float32Array.from({ length: 16 }, (_, p) => values[p] ?? 0);

test("pointing is 1 when the hottest pixel is inside, 0 when it is not, and the share inside of equal ones", () => {
  expect(localizationScores(map({ 5: 1, 6: 0.9 }), inside).pointing).toBe(1);
  expect(localizationScores(map({ 5: 0.9, 6: 1 }), inside).pointing).toBe(0);
  expect(localizationScores(map({ 0: 1, 2: 1, 3: 1 }), inside).pointing).toBeCloseTo(1 / 3, 12);
});

test("energy is the share of the heat inside", () => {
  expect(localizationScores(map({ 0: 0.5, 5: 1, 15: 0.5 }), inside).energy).toBe(0.75);
});

test("iou compares the region with as many hottest pixels as asked for", () => {
  // a quarter: 4 pixels; 0, 1, 2, 3 are hottest, two of them inside: 2 of 6
  const heat = map({ 0: 1, 1: 0.9, 2: 0.8, 3: 0.7, 4: 0.1, 5: 0.1 });
  expect(localizationScores(heat, inside, 0.25).iou).toBeCloseTo(1 / 3, 12);
  expect(localizationScores(map({ 0: 1, 1: 1, 4: 1, 5: 1 }), inside, 0.25).iou).toBe(1);
});

test("no heat at all, and even heat, score what chance would", () => {
  for (const heat of [map({}), map({}).fill(0.3)]) {
    const { pointing, energy, iou } = localizationScores(heat, inside, 0.25);
    expect(pointing).toBeCloseTo(0.25, 12);
    expect(energy).toBeCloseTo(0.25, 6);
    expect(iou).toBeCloseTo(1 / (4 + 4 - 1), 12); // of 4 hottest pixels one is inside
  }
});

test("the closed form of chance is what random maps score", () => {
  const random = createRandom("noise");
  let [pointing, energy] = [0, 0];
  const draws = 4000;
  for (let i = 0; i < draws; i++) {
    const noise = Float32Array.from({ length: 16 }, () => random.uniform());
    const scores = localizationScores(noise, inside);
    pointing += scores.pointing / draws;
    energy += scores.energy / draws;
  }
  expect(Math.abs(pointing - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / draws)); // four standard errors
  expect(Math.abs(energy - 0.25)).toBeLessThan(0.01);
});

const heats = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 })
  .map((v) => Float32Array.from(v));

test("scores are in [0, 1], unchanged when heat is scaled, and 1 when the region is everything", () => {
  const property = fc.property(heats, fc.double({ min: 0.05, max: 1 }), (heat, hottestArea) => {
    const scores = localizationScores(heat, inside, hottestArea);
    for (const value of Object.values(scores)) expect(value >= 0 && value <= 1 + 1e-12).toBe(true);
    const scaled = localizationScores(
      heat.map((value) => 4 * value),
      inside,
      hottestArea,
    );
    expect(scaled).toEqual(scores);
    const everything = localizationScores(heat, new Uint8Array(16).fill(1), 1);
    expect([everything.pointing, everything.energy, everything.iou].map((v) => Number(v.toFixed(9)))).toEqual([
      1, 1, 1,
    ]);
  });
  fc.assert(property, { seed: 1 });
});

test("pointing and energy of a region and of all that it leaves out add up to 1", () => {
  const outside = inside.map((value) => 1 - value);
  const property = fc.property(heats, (heat) => {
    const [a, b] = [localizationScores(heat, inside), localizationScores(heat, outside)];
    expect(a.pointing + b.pointing).toBeCloseTo(1, 10);
    expect(a.energy + b.energy).toBeCloseTo(1, 10);
  });
  fc.assert(property, { seed: 1 });
});

test("hottestShare marks as much as asked for, hotter pixels first", () => {
  const property = fc.property(heats, fc.double({ min: 0.1, max: 16, noNaN: true }), (heat, count) => {
    const marks = hottestShare(heat, count);
    expect(marks.reduce((sum, value) => sum + value, 0)).toBeCloseTo(count, 9);
    heat.forEach((value, i) => {
      heat.forEach((other, k) => {
        if (value > other) expect(marks[i]!).toBeGreaterThanOrEqual(marks[k]!);
        if (value === other) expect(marks[i]!).toBe(marks[k]!);
      });
    });
  });
  fc.assert(property, { seed: 1, numRuns: 60 });
});

test("localizationScores refuses an empty region, another size, and heat that is none", () => {
  expect(() => localizationScores(map({}), new Uint8Array(16))).toThrow("Expected a region that is not empty");
  expect(() => localizationScores(map({}), new Uint8Array(9).fill(1))).toThrow("Received: 9 pixels for 16");
  expect(() => localizationScores(map({ 3: -1 }), inside)).toThrow("Expected heat of 0 or more. Received: -1");
  expect(() => localizationScores(map({ 3: NaN }), inside)).toThrow("Expected heat of 0 or more. Received: NaN");
});

test("summarizeLocalization gives means and paired differences: a constant gain has no spread, though its parts have", () => {
  const random = createRandom(1);
  const centre = Array.from({ length: 40 }, () => ({
    pointing: random.integer(2),
    energy: random.uniform(),
    iou: 0.1,
  }));
  const better = centre.map(({ pointing, energy, iou }) => ({ pointing, energy: energy + 0.25, iou }));
  const groups = centre.map((_, i) => `g${i % 20}`);
  const [ours, reference] = summarizeLocalization({ better, centre }, { groups, reference: "centre", seed: 1 });
  expect(reference!.aboveReference).toBeUndefined();
  expect(ours!.means.energy.value).toBeCloseTo(reference!.means.energy.value + 0.25, 10);
  expect(ours!.means.energy.high - ours!.means.energy.low).toBeGreaterThan(0.05);
  for (const end of Object.values(ours!.aboveReference!.energy)) expect(end).toBeCloseTo(0.25, 10);
  expect(ours!.aboveReference!.pointing).toMatchObject({ value: 0, low: 0, high: 0 });
});

test("summarizeLocalization names what is missing", () => {
  const one = [{ pointing: 1, energy: 1, iou: 1 }];
  expect(() => summarizeLocalization({ map: one }, { groups: ["a"], reference: "centre", seed: 1 })).toThrow(
    "Expected the reference among the methods. Received: centre",
  );
  expect(() => summarizeLocalization({ map: one }, { groups: ["a", "b"], reference: "map", seed: 1 })).toThrow(
    "Expected one entry an image. Received: 1 of map for 2 images",
  );
});

test("spearman is 1 for the same order, -1 for the reverse, NaN for a constant", () => {
  expect(spearman([1, 2, 3, 10], [0, 5, 6, 7])).toBeCloseTo(1, 12);
  expect(spearman([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
  expect(spearman([1, 2, 3], [4, 4, 4])).toBeNaN();
});

test("spearman shares ranks among equal values: 1, 2.5, 2.5, 4 against 1, 2, 3, 4 is the square root of 0.9", () => {
  expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(Math.sqrt(0.9), 12);
});

test("spearman is symmetric, within [-1, 1], and unchanged by any rising transform", () => {
  const property = fc.property(heats, heats, (a, b) => {
    const rho = spearman(a, b);
    if (Number.isNaN(rho)) return;
    expect(Math.abs(rho)).toBeLessThanOrEqual(1 + 1e-12);
    expect(spearman(b, a)).toBeCloseTo(rho, 12);
    expect(spearman(a.map(Math.exp), b)).toBeCloseTo(rho, 12);
  });
  fc.assert(property, { seed: 1 });
  expect(() => spearman([1], [1])).toThrow("Expected two lists of one length, at least 2. Received: 1 and 1");
});
