import fc from "fast-check";
import { expect, test } from "vitest";
import { accuracy, balancedAccuracy, confusionMatrix, f1, mcc, npv, ppv } from "../../lib/metrics/index.js";
import { sensitivity, specificity } from "../../lib/metrics/index.js";
import { scoredWithTies } from "./scoredImages.js";

test("confusionMatrix calls a score at the threshold fractured", () => {
  expect(confusionMatrix([1, 0], [0.5, 0.5], 0.5)).toEqual({
    truePositives: 1,
    falsePositives: 1,
    trueNegatives: 0,
    falseNegatives: 0,
  });
});

test("confusionMatrix accounts for every image, class by class", () => {
  fc.assert(
    fc.property(scoredWithTies, fc.double({ min: -1, max: 2, noNaN: true }), ({ labels, scores }, threshold) => {
      const c = confusionMatrix(labels, scores, threshold);
      const positives = labels.filter((label) => label === 1).length;
      expect(c.truePositives + c.falseNegatives).toBe(positives);
      expect(c.trueNegatives + c.falsePositives).toBe(labels.length - positives);
    }),
  );
});

test("a rate with nothing to divide by is NaN, not 0", () => {
  const nothingCalled = { truePositives: 0, falsePositives: 0, trueNegatives: 5, falseNegatives: 2 };
  const noneFractured = { truePositives: 0, falsePositives: 1, trueNegatives: 5, falseNegatives: 0 };
  expect([ppv(nothingCalled), mcc(nothingCalled), sensitivity(noneFractured)]).toEqual([NaN, NaN, NaN]);
  expect([f1(nothingCalled), specificity(noneFractured), npv(noneFractured)]).toEqual([0, 5 / 6, 1]);
});

test("calling everything fractured is half right in balanced accuracy, whatever the prevalence", () => {
  const c = { truePositives: 9, falsePositives: 91, trueNegatives: 0, falseNegatives: 0 };
  expect(balancedAccuracy(c)).toBe(0.5);
  expect(accuracy(c)).toBe(0.09);
});

test("a threshold that is not a number is refused", () => {
  expect(() => confusionMatrix([1], [0.5], NaN)).toThrow("Expected a finite threshold. Received: NaN");
});
