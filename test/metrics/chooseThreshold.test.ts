import fc from "fast-check";
import { expect, test } from "vitest";
import {
  chooseThreshold,
  confusionMatrix,
  f1,
  sensitivity,
  specificity,
  type ThresholdRule,
} from "../../lib/metrics/index.js";
import { scoredWithTies } from "./scoredImages.js";

/** Every threshold that gives different calls. */
const allThresholds = (scores: readonly number[]): number[] => [...new Set([0, ...scores])];

test("the threshold lies midway between the scores that it parts", () => {
  expect(chooseThreshold([0, 0, 1, 1], [0.1, 0.2, 0.6, 0.9], "youden")).toEqual({
    thresholdProb: 0.4,
    sensitivity: 1,
    specificity: 1,
  });
});

test("among equally good thresholds the lowest wins: it misses fewer fractures", () => {
  // 0.35 gives (sensitivity, specificity) = (1, .5), 0.7 gives (.5, 1)
  const choice = chooseThreshold([0, 1, 0, 1], [0.1, 0.4, 0.6, 0.8], "youden");
  expect(choice).toEqual({ thresholdProb: 0.25, sensitivity: 1, specificity: 0.5 });
});

test("the choice reports what the confusion matrix at its threshold says", () => {
  const rules: ThresholdRule[] = ["youden", "f1", { sensitivityAtLeast: 0.8 }];
  fc.assert(
    fc.property(scoredWithTies, fc.constantFrom(...rules), ({ labels, scores }, rule) => {
      const choice = chooseThreshold(labels, scores, rule);
      const confusion = confusionMatrix(labels, scores, choice.thresholdProb);
      expect(sensitivity(confusion)).toBe(choice.sensitivity);
      expect(specificity(confusion)).toBe(choice.specificity);
    }),
  );
});

test("no threshold beats the chosen one at its own rule", () => {
  fc.assert(
    fc.property(scoredWithTies, ({ labels, scores }) => {
      const at = (threshold: number) => confusionMatrix(labels, scores, threshold);
      const youden = at(chooseThreshold(labels, scores, "youden").thresholdProb);
      const byF1 = at(chooseThreshold(labels, scores, "f1").thresholdProb);
      for (const threshold of allThresholds(scores)) {
        const other = at(threshold);
        expect(sensitivity(youden) + specificity(youden)).toBeGreaterThanOrEqual(
          sensitivity(other) + specificity(other) - 1e-12,
        );
        expect(f1(byF1)).toBeGreaterThanOrEqual(f1(other));
      }
    }),
  );
});

test("sensitivityAtLeast meets its bound with the best specificity there is", () => {
  fc.assert(
    fc.property(scoredWithTies, fc.double({ min: 0, max: 1, noNaN: true }), ({ labels, scores }, bound) => {
      const choice = chooseThreshold(labels, scores, { sensitivityAtLeast: bound });
      expect(choice.sensitivity).toBeGreaterThanOrEqual(bound);
      for (const threshold of allThresholds(scores)) {
        const other = confusionMatrix(labels, scores, threshold);
        if (sensitivity(other) >= bound) expect(choice.specificity).toBeGreaterThanOrEqual(specificity(other));
      }
    }),
  );
});

test("the choice does not depend on the order of the images", () => {
  fc.assert(
    fc.property(scoredWithTies, ({ labels, scores }) => {
      const reversed = chooseThreshold([...labels].reverse(), [...scores].reverse(), "youden");
      expect(reversed).toEqual(chooseThreshold(labels, scores, "youden"));
    }),
  );
});

test("neighbouring doubles are still told apart", () => {
  const next = 0.5 + Number.EPSILON / 2;
  const { thresholdProb } = chooseThreshold([0, 1], [0.5, next], "youden");
  expect(thresholdProb).toBe(next);
});

test("an impossible sensitivity is refused", () => {
  expect(() => chooseThreshold([0, 1], [0.1, 0.9], { sensitivityAtLeast: 95 })).toThrow(
    "Expected sensitivityAtLeast in [0, 1]. Received: 95",
  );
});
