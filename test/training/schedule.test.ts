import { expect, test } from "vitest";
import { learningRateAt } from "../../lib/training/schedule.js";

const rates = (kind: "cosine" | "constant", warmupEpochs: number): number[] =>
  Array.from({ length: 100 }, (_, step) => learningRateAt(step, { kind, warmupEpochs }, 0.1, 10, 10));

test("learningRateAt rises in equal steps to the peak at the end of warm-up", () => {
  expect(rates("cosine", 1).slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((k) => (0.1 * k) / 10));
});

test("learningRateAt falls from the peak to almost zero along a cosine, through half the peak midway", () => {
  const rate = rates("cosine", 0);
  expect(rate[0]).toBeCloseTo(0.1, 12);
  expect(rate[50]).toBeCloseTo(0.05, 12);
  expect(rate[99]).toBeLessThan(1e-4);
  expect(rate.every((value, i) => i === 0 || value <= rate[i - 1]!)).toBe(true);
});

test("learningRateAt stays at the peak when constant", () => {
  expect(new Set(rates("constant", 0))).toEqual(new Set([0.1]));
});
