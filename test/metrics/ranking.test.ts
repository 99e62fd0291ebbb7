import fc from "fast-check";
import { expect, test } from "vitest";
import { averagePrecision, rocAuc, rocCurve } from "../../lib/metrics/index.js";
import { scoredWithTies } from "./scoredImages.js";

test("rocAuc counts a tie as half", () => {
  expect(rocAuc([1, 0], [0.4, 0.4])).toBe(0.5);
  expect(rocAuc([1, 0, 0], [0.4, 0.4, 0.1])).toBe(0.75);
});

test("rocAuc is 1 for a perfect order, 0 for a reversed one, at any scale of the scores", () => {
  expect(rocAuc([0, 0, 1, 1], [-300, -2, 5, 1e9])).toBe(1);
  expect(rocAuc([1, 1, 0, 0], [-300, -2, 5, 1e9])).toBe(0);
});

test("rocAuc is the share of pairs won, counted one by one", () => {
  fc.assert(
    fc.property(scoredWithTies, ({ labels, scores }) => {
      let won = 0;
      let pairs = 0;
      for (const [i, label] of labels.entries()) {
        for (const [j, other] of labels.entries()) {
          if (label !== 1 || other !== 0) continue;
          pairs++;
          won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
        }
      }
      expect(rocAuc(labels, scores)).toBeCloseTo(won / pairs, 12);
    }),
  );
});

test("rocAuc is the area under rocCurve by trapezoids", () => {
  fc.assert(
    fc.property(scoredWithTies, ({ labels, scores }) => {
      const { falsePositiveRate: x, sensitivity: y } = rocCurve(labels, scores);
      let area = 0;
      for (let k = 1; k < x.length; k++) area += ((x[k]! - x[k - 1]!) * (y[k]! + y[k - 1]!)) / 2;
      expect(rocAuc(labels, scores)).toBeCloseTo(area, 12);
    }),
  );
});

test("rocAuc and averagePrecision are unchanged by any increasing transform of the scores", () => {
  const transforms = [(s: number) => 7 * s - 3, Math.exp, Math.cbrt, (s: number) => s ** 3];
  fc.assert(
    fc.property(scoredWithTies, fc.constantFrom(...transforms), ({ labels, scores }, transform) => {
      const transformed = scores.map(transform);
      expect(rocAuc(labels, transformed)).toBe(rocAuc(labels, scores));
      expect(averagePrecision(labels, transformed)).toBe(averagePrecision(labels, scores));
    }),
  );
});

test("rocAuc of swapped classes and of negated scores is 1 minus rocAuc", () => {
  fc.assert(
    fc.property(scoredWithTies, ({ labels, scores }) => {
      const auc = rocAuc(labels, scores);
      const swapped = labels.map((label) => 1 - label);
      const negated = scores.map((score) => -score);
      expect(rocAuc(swapped, scores)).toBeCloseTo(1 - auc, 12);
      expect(rocAuc(labels, negated)).toBeCloseTo(1 - auc, 12);
    }),
  );
});

test("rocCurve starts at (0, 0), ends at (1, 1) and never falls", () => {
  fc.assert(
    fc.property(scoredWithTies, ({ labels, scores }) => {
      const { falsePositiveRate, sensitivity } = rocCurve(labels, scores);
      expect([falsePositiveRate[0], sensitivity[0]]).toEqual([0, 0]);
      expect([falsePositiveRate.at(-1), sensitivity.at(-1)]).toEqual([1, 1]);
      for (const axis of [falsePositiveRate, sensitivity]) expect(axis).toEqual([...axis].sort((a, b) => a - b));
    }),
  );
});

test("averagePrecision of one score for all is the prevalence", () => {
  expect(averagePrecision([1, 0, 0, 0], [0.3, 0.3, 0.3, 0.3])).toBe(0.25);
});

test.each([
  [[1, 1, 1], [0.1, 0.2, 0.3], "Expected both classes. Received: 3 of class 1"],
  [[0, 1], [0.1], "Expected one score a label. Received: 2 labels and 1 scores"],
  [[0, 1], [0.1, NaN], "Expected finite scores. Received: NaN at 1"],
  [[0, 2], [0.1, 0.2], "Expected labels of 0 or 1. Received: 2 at 1"],
  [[], [], "Expected at least one image. Received: none"],
])("rocAuc of %j and %j says so: %s", (labels, scores, message) => {
  expect(() => rocAuc(labels, scores)).toThrow(new RangeError(message));
});
