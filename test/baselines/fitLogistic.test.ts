import fc from "fast-check";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fitLogistic, logOdds } from "../../lib/baselines/fitLogistic.js";
import { logistic } from "../../lib/metrics/logistic.js";

// Made by test/oracles/baselines.py with the versions under "madeWith".
const oracle = JSON.parse(readFileSync(new URL("../oracles/baselines.json", import.meta.url), "utf8")) as {
  logistic: { rows: number[][]; labels: number[]; l2: number; intercept: number; weights: number[] }[];
};

const rowsOf = (rows: readonly (readonly number[])[]): Float64Array[] => rows.map((row) => Float64Array.from(row));

test.each(oracle.logistic)("fitLogistic equals scikit-learn's LogisticRegression, l2 = $l2", (expected) => {
  const { intercept, weights } = fitLogistic(rowsOf(expected.rows), expected.labels, expected.l2);
  expect(intercept).toBeCloseTo(expected.intercept, 4);
  expected.weights.forEach((weight, k) => {
    expect(weights[k]).toBeCloseTo(weight, 4);
  });
});

const problems = fc.record({
  images: fc.array(
    fc.record({
      row: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 2 }),
      label: fc.constantFrom(0, 1),
    }),
    { minLength: 2, maxLength: 30 },
  ),
  l2: fc.double({ min: 0.01, max: 100, noNaN: true }),
});

test("at fitLogistic's answer the gradient is 0: residuals sum to 0, and weights are what they explain over l2", () => {
  fc.assert(
    fc.property(problems, ({ images, l2 }) => {
      const labels = images.map(({ label }) => label);
      fc.pre(labels.includes(0) && labels.includes(1));
      const rows = rowsOf(images.map(({ row }) => row));
      const model = fitLogistic(rows, labels, l2);
      const residuals = rows.map((row, i) => labels[i]! - logistic(logOdds(model, row)));
      expect(residuals.reduce((sum, residual) => sum + residual, 0)).toBeCloseTo(0, 5);
      for (const k of [0, 1]) {
        const explained = residuals.reduce((sum, residual, i) => sum + residual * rows[i]![k]!, 0);
        expect(explained).toBeCloseTo(l2 * model.weights[k]!, 5);
      }
    }),
  );
});

test("far-off features do not throw Newton's method off", () => {
  const rows = rowsOf([[1e4], [1], [-1], [-1e4], [2], [-2]]);
  const { weights } = fitLogistic(rows, [1, 0, 1, 0, 1, 0], 1e-3);
  expect(weights[0]).toBeGreaterThan(0);
});

test("fitLogistic refuses one class, another l2 than above 0, ragged rows and what is not finite", () => {
  const rows = rowsOf([[1], [2]]);
  expect(() => fitLogistic(rows, [1, 1], 1)).toThrow("Expected both classes. Received: 2 of class 1");
  expect(() => fitLogistic(rows, [0, 1], 0)).toThrow("Expected an l2 above 0. Received: 0");
  expect(() => fitLogistic([...rows, new Float64Array(2)], [0, 1, 1], 1)).toThrow("as many features in every row");
  expect(() => fitLogistic(rowsOf([[1], [NaN]]), [0, 1], 1)).toThrow("Received: NaN at 1");
});
