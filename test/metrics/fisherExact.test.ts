import fc from "fast-check";
import { expect, test } from "vitest";
import { fisherExact } from "../../lib/metrics/fisherExact.js";

test.each<[marked: [number, number], totals: [number, number], p: number]>([
  [[8, 1], [10, 6], 0.034965034965035],
  [[3, 1], [4, 4], 0.4857142857142857], // Fisher's lady tasting tea
  [[0, 59], [717, 3366], 1.6660259732625842e-5],
  [[4, 0], [33, 32], 0.11355311355311355],
])("fisherExact of %j of %j equals scipy.stats.fisher_exact", (marked, totals, p) => {
  expect(fisherExact(marked, totals) / p).toBeCloseTo(1, 9);
});

test("classes may change places, and nothing or all marked says nothing", () => {
  const counts = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40));
  fc.assert(
    fc.property(counts, ([a, b, more, yetMore]) => {
      const p = fisherExact([a, b], [a + more, b + yetMore]);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(fisherExact([b, a], [b + yetMore, a + more])).toBeCloseTo(p, 10);
    }),
  );
  expect(fisherExact([0, 0], [5, 7])).toBe(1);
  expect(fisherExact([5, 7], [5, 7])).toBe(1);
});

test("more marked than there are is no table", () => {
  expect(() => fisherExact([3, 0], [2, 5])).toThrow("Expected whole numbers, marked <= total. Received: 3 of 2");
});
