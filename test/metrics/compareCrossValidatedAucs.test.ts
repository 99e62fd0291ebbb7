import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  compareAucs,
  compareCrossValidatedAucs,
  crossValidatedSwapTest,
  rocAuc,
  type PairedScores,
} from "../../lib/metrics/index.js";

interface Oracle {
  folds: PairedScores[];
  gain: number;
  standardError: number;
  low: number;
  high: number;
  pValue: number;
}

const oracle = JSON.parse(readFileSync("test/oracles/pairedFolds.json", "utf8")) as Oracle;
const { folds } = oracle;

test("the gain over five folds has the interval and p-value of the textbook formulas, each pair compared one by one", () => {
  const { difference, standardError, pValue } = compareCrossValidatedAucs(folds);
  expect(difference.value).toBeCloseTo(oracle.gain, 12);
  expect(standardError).toBeCloseTo(oracle.standardError, 12);
  expect(difference.low).toBeCloseTo(oracle.low, 10);
  expect(difference.high).toBeCloseTo(oracle.high, 10);
  expect(pValue).toBeCloseTo(oracle.pValue, 10);
});

test("one fold alone is compareAucs of it", () => {
  expect(compareCrossValidatedAucs([folds[0]!])).toEqual(compareAucs(folds[0]!));
});

test("a repeat with the same scores adds no certainty: a group in two repeats is one witness", () => {
  const [once, twice] = [folds, [...folds, ...folds]].map((some) => compareCrossValidatedAucs(some));
  expect(twice!.standardError).toBeCloseTo(once!.standardError, 12);
  expect(twice!.pValue).toBeCloseTo(once!.pValue, 12);
});

test("each fold's scores may have a scale of their own", () => {
  const rescaled = folds.map((fold, k) => ({
    ...fold,
    candidate: Array.from(fold.candidate, (score) => score + 9 * k),
  }));
  expect(compareCrossValidatedAucs(rescaled)).toEqual(compareCrossValidatedAucs(folds));
});

test("a candidate that is perfect in all of ten folds leaves no p-value, and an interval with a width", () => {
  const perfect = Array.from({ length: 10 }, (_, fold) => ({
    labels: [0, 0, 1, 1],
    groups: ["a", "b", "c", "d"].map((name) => `${fold}${name}`),
    baseline: [0, 2, 1, 3],
    candidate: [0, 1, 2, 3],
  }));
  const { candidate, difference, pValue } = compareCrossValidatedAucs(perfect);
  expect(candidate).toBe(1);
  expect(pValue).toBeNaN();
  expect(difference.high - difference.low).toBeGreaterThan(0.05);
});

test("no fold is refused", () => {
  expect(() => compareCrossValidatedAucs([])).toThrow("Expected at least one fold. Received: none");
});

test("the swap test over folds agrees with all 2^8 swaps of 8 patients in two folds, counted one by one", () => {
  const small = folds.slice(0, 2).map((fold, k): PairedScores => {
    const groups = [...fold.groups].slice(0, 24).map((_, i) => `${k}/${i % 4}`);
    const first = (values: ArrayLike<number>): number[] => Array.from(values).slice(0, 24);
    return { labels: first(fold.labels), groups, baseline: first(fold.baseline), candidate: first(fold.candidate) };
  });
  const ranked = small.map((fold) => ({
    ...fold,
    baseline: ranksOf(fold.baseline),
    candidate: ranksOf(fold.candidate),
  }));
  const names = [...new Set(small.flatMap(({ groups }) => groups))];
  const gainAt = (mask: number): number => {
    const isSwapped = (group: string): boolean => ((mask >> names.indexOf(group)) & 1) === 1;
    const gains = ranked.map(({ labels, groups, baseline, candidate }) => {
      const pick = (one: number[], other: number[]): number[] =>
        one.map((score, i) => (isSwapped(groups[i]!) ? other[i]! : score));
      return rocAuc(labels, pick(candidate, baseline)) - rocAuc(labels, pick(baseline, candidate));
    });
    return (gains[0]! + gains[1]!) / 2;
  };
  const observed = gainAt(0);
  const all = Array.from({ length: 2 ** names.length }, (_, mask) => Math.abs(gainAt(mask)));
  const exact = all.filter((gain) => gain >= Math.abs(observed) - 1e-12).length / all.length;
  const { difference, pValue } = crossValidatedSwapTest(small, { seed: 1, swaps: 4999 });
  expect(names).toHaveLength(8);
  expect(difference).toBeCloseTo(observed, 12);
  expect(Math.abs(pValue - exact)).toBeLessThan(0.02); // three standard errors of 5,000 draws
});

/** Ties share the mean of their ranks. */
function ranksOf(scores: ArrayLike<number>): number[] {
  const all = Array.from(scores);
  return all.map(
    (score) => all.filter((other) => other < score).length + all.filter((other) => other === score).length / 2,
  );
}
