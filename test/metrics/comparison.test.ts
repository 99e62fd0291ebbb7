import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aucSwapTest,
  compareAucs,
  delongAuc,
  designEffect,
  detectableFromStandardError,
  discordantCalls,
  groupSwapTest,
  mcnemarTest,
  minimumDetectableDifference,
  newcombeAucInterval,
  rocAuc,
  type PairedScores,
} from "../../lib/metrics/index.js";
import { createRandom } from "../../lib/random.js";
import { scoredWithTies, simulatePatients } from "./scoredImages.js";

/** Two lists of scores with ties, in up to eight groups. */
const pairedWithTies = scoredWithTies.chain(({ labels, scores }) =>
  fc.record({
    labels: fc.constant(labels),
    baseline: fc.constant(scores),
    candidate: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: labels.length, maxLength: labels.length }),
    groups: fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"), {
      minLength: labels.length,
      maxLength: labels.length,
    }),
  }),
);

function simulatePair(seed: string, patients: number): PairedScores {
  const { labels, scores, groups } = simulatePatients(seed, patients);
  const random = createRandom(`${seed}/candidate`);
  return { labels, groups, baseline: scores, candidate: scores.map((score) => score + 0.3 * random.normal()) };
}

test("the AUC comparison is unchanged by any increasing transform of either model's scores", () => {
  const transforms = [(s: number) => 7 * s - 3, Math.exp, Math.cbrt, (s: number) => s ** 3];
  fc.assert(
    fc.property(pairedWithTies, fc.constantFrom(...transforms), (paired, transform) => {
      expect(compareAucs({ ...paired, candidate: paired.candidate.map(transform) })).toEqual(compareAucs(paired));
      const { labels, groups, baseline } = paired;
      expect(delongAuc({ labels, groups, scores: baseline.map(transform) })).toEqual(
        delongAuc({ labels, groups, scores: baseline }),
      );
    }),
  );
});

test("swapping the models turns the sign of the difference and of its interval, and keeps the p-value", () => {
  fc.assert(
    fc.property(pairedWithTies, (paired) => {
      const one = compareAucs(paired);
      const other = compareAucs({ ...paired, baseline: paired.candidate, candidate: paired.baseline });
      expect(other.difference.value).toBeCloseTo(-one.difference.value, 12);
      if (Number.isNaN(one.standardError)) return; // a class in one group only: no spread to tell
      expect(other.difference.low).toBeCloseTo(-one.difference.high, 10);
      if (!Number.isNaN(one.pValue)) expect(other.pValue).toBeCloseTo(one.pValue, 10);
    }),
  );
});

test("a model compared with itself, or with itself at another scale, differs by nothing at all", () => {
  const { labels, groups, baseline } = simulatePair("itself", 40);
  const same = { labels, groups, baseline, candidate: Array.from(baseline, (score) => 5 * score - 1) };
  expect(compareAucs(same)).toMatchObject({ difference: { value: 0, low: 0, high: 0 }, standardError: 0, pValue: 1 });
  expect(aucSwapTest(same, { seed: 1, swaps: 99 })).toEqual({ difference: 0, pValue: 1 });
});

test("six images are no proof: a perfect candidate's gain over a constant has an interval with a width and no p-value", () => {
  const labels = [0, 0, 0, 1, 1, 1];
  const groups = labels.map((_, i) => `p${i}`);
  const { difference, pValue } = compareAucs({ labels, groups, baseline: labels.map(() => 0.5), candidate: labels });
  expect(difference.value).toBe(0.5);
  expect(difference.low).toBeLessThan(0.35);
  expect(pValue).toBeNaN();
});

test("delongAuc's interval holds its AUC and stays inside [0, 1]", () => {
  fc.assert(
    fc.property(pairedWithTies, ({ labels, groups, baseline }) => {
      const { value, low, high } = delongAuc({ labels, groups, scores: baseline });
      expect(value).toBeCloseTo(rocAuc(labels, baseline), 12);
      if (Number.isNaN(low)) return;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(high).toBeLessThanOrEqual(1);
    }),
  );
});

test("an AUC of 1 on five patients of a class is not sure: Newcombe's interval over the patients", () => {
  const labels = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
  const groups = ["a", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
  const auc = delongAuc({ labels, scores: labels, groups });
  expect(auc).toEqual({ value: 1, ...newcombeAucInterval(1, 5, 5), standardError: 0 });
  expect(auc.low).toBeLessThan(0.75);
});

test("copies of every image do not make an AUC surer: the standard error by group stays", () => {
  const once = simulatePatients("copies", 50);
  const alone = { ...once, groups: Array.from(once.scores, (_, i) => `image ${i}`) };
  const thrice = {
    labels: [0, 1, 2].flatMap(() => Array.from(alone.labels)),
    scores: [0, 1, 2].flatMap(() => alone.scores),
    groups: [0, 1, 2].flatMap(() => alone.groups),
  };
  expect(delongAuc(thrice).standardError).toBeCloseTo(delongAuc(alone).standardError, 12);
  expect(designEffect(thrice)).toBeCloseTo(3, 1);
  expect(designEffect(alone)).toBe(1);
});

test("with all fractured images in one group there is no spread to tell: NaN, not 0", () => {
  const auc = delongAuc({ labels: [1, 1, 0, 0], scores: [0.9, 0.3, 0.4, 0.1], groups: ["a", "a", "b", "c"] });
  expect(auc).toEqual({ value: 0.75, low: NaN, high: NaN, standardError: NaN });
});

test("the swap test agrees with all 2^8 swaps of 8 patients, counted one by one", () => {
  const paired = simulatePair("exact", 8);
  const names = [...new Set(paired.groups)];
  const difference = (one: ArrayLike<number>, other: ArrayLike<number>): number =>
    rocAuc(paired.labels, other) - rocAuc(paired.labels, one);
  const [a, b] = [Array.from(paired.baseline), Array.from(paired.candidate)];
  let asFar = 0;
  for (let swap = 0; swap < 256; swap++) {
    const isSwapped = paired.groups.map((name) => ((swap >> names.indexOf(name)) & 1) === 1);
    const d = difference(
      a.map((score, i) => (isSwapped[i] ? b[i]! : score)),
      b.map((score, i) => (isSwapped[i] ? a[i]! : score)),
    );
    if (Math.abs(d) >= Math.abs(difference(a, b)) - 1e-12) asFar++;
  }
  const ours = groupSwapTest(paired, difference, { seed: 1, swaps: 8000 });
  expect(asFar).toBeGreaterThan(10);
  expect(asFar).toBeLessThan(246);
  expect(Math.abs(ours.pValue - asFar / 256)).toBeLessThan(0.02);
});

test("the swap test finds a better model, never says p = 0, and is the same for the same seed in any order", () => {
  const { labels, groups } = simulatePatients("better", 60);
  const random = createRandom("better scores");
  const baseline = Array.from(labels, () => random.normal());
  const candidate = Array.from(labels, (label) => 3 * label + random.normal());
  const paired = { labels, groups, baseline, candidate };
  const result = aucSwapTest(paired, { seed: 1, swaps: 499 });
  expect(result.pValue).toBe(1 / 500);
  const turned = (list: ArrayLike<number>): number[] => Array.from(list).reverse();
  const reversed = {
    labels: turned(labels),
    groups: [...groups].reverse(),
    baseline: turned(baseline),
    candidate: turned(candidate),
  };
  expect(aucSwapTest(reversed, { seed: 1, swaps: 499 })).toEqual(result);
});

test("discordantCalls counts each model at its own threshold", () => {
  const counts = discordantCalls(
    [1, 1, 0, 0],
    { scores: [0.9, 0.2, 0.7, 0.1], thresholdProb: 0.5 }, // right, wrong, wrong, right
    { scores: [0.2, 0.3, 0.1, 0.4], thresholdProb: 0.3 }, // wrong, right, right, wrong
  );
  expect(counts).toEqual({ onlyBaselineRight: 2, onlyCandidateRight: 2 });
});

test("McNemar does not care which model is which, and its mid-p is never above its exact p", () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), (b, c) => {
      const one = mcnemarTest({ onlyBaselineRight: b, onlyCandidateRight: c });
      expect(mcnemarTest({ onlyBaselineRight: c, onlyCandidateRight: b })).toEqual(one);
      expect(one.midP).toBeLessThanOrEqual(one.exactP);
      expect(one.exactP).toBeLessThanOrEqual(1);
    }),
  );
});

test("a smaller gain can be seen with a smaller standard error and more alike models", () => {
  const base = { auc: 0.85, standardError: 0.03, positives: 80, negatives: 200 };
  const gain = minimumDetectableDifference(base);
  expect(gain).toBeGreaterThan(0.02);
  expect(gain).toBeLessThan(0.15);
  expect(minimumDetectableDifference({ ...base, standardError: 0.02 })).toBeLessThan(gain);
  expect(minimumDetectableDifference({ ...base, correlation: 0.8 })).toBeLessThan(gain);
  expect(minimumDetectableDifference({ ...base, standardError: 0.15 })).toBeNaN();
  expect(detectableFromStandardError(0.01)).toBeCloseTo(0.02802, 5); // 1.95996 + 0.84162
});

test("what does not fit is refused by name", () => {
  const paired = { labels: [0, 1], groups: ["a", "b"], baseline: [0.1, 0.9], candidate: [0.2, 0.8] };
  expect(() => compareAucs({ ...paired, groups: ["a"] })).toThrow("Expected one group a label");
  expect(() => compareAucs({ ...paired, candidate: [0.2] })).toThrow("Expected one score a label");
  expect(() => aucSwapTest(paired, { seed: 1, swaps: 0 })).toThrow("Expected a positive number of swaps. Received: 0");
  expect(() => mcnemarTest({ onlyBaselineRight: -1, onlyCandidateRight: 2 })).toThrow("Received: -1");
  expect(() => minimumDetectableDifference({ auc: 1, standardError: 0.1, positives: 9, negatives: 9 })).toThrow(
    "Received: 1",
  );
  expect(() => detectableFromStandardError(0.01, { power: 1 })).toThrow("Expected power between 0 and 1. Received: 1");
  expect(() => newcombeAucInterval(1.2, 5, 5)).toThrow("Expected an AUC in [0, 1]. Received: 1.2");
});
