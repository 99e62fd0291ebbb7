import fc from "fast-check";
import { expect, test } from "vitest";
import { holm } from "../../lib/metrics/index.js";

test("holm equals R's p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm')", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
});

test("holm leaves one p-value as it is, and leaves out what is undefined", () => {
  expect(holm([0.04])).toEqual([0.04]);
  expect(holm([NaN, 0.04, 0.5])).toEqual([NaN, 0.08, 0.5]);
});

test("holm keeps the order, never lowers a p-value and stays within Bonferroni's", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (pValues) => {
      const adjusted = holm(pValues);
      pValues.forEach((p, i) => {
        expect(adjusted[i]).toBeGreaterThanOrEqual(p);
        expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
        pValues.forEach((q, j) => {
          if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        });
      });
    }),
  );
});
