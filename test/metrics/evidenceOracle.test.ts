import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  calibrate,
  compareAucs,
  crossValidatedAuc,
  delongAuc,
  fitIsotonic,
  fitPlatt,
  fitTemperature,
  groupBootstrap,
  mcnemarTest,
  newcombeAucInterval,
  normalCdf,
  normalQuantile,
} from "../../lib/metrics/index.js";

interface Comparison {
  aucs: [number, number];
  standardErrors: [number, number];
  difference: number;
  standardError: number;
  correlation: number;
  pValue: number;
}

interface Oracle {
  normal: { x: number[]; cdf: number[]; share: number[]; quantile: number[] };
  paired: {
    labels: number[];
    groups: string[];
    baseline: number[];
    candidate: number[];
    delong: Comparison;
    obuchowski: Comparison;
  }[];
  mcnemar: { onlyBaselineRight: number; onlyCandidateRight: number; exactP: number; midP: number }[];
  calibration: {
    labels: number[];
    logits: number[];
    temperature: number;
    platt: [number, number];
    fresh: number[];
    isotonic: number[];
  };
  bca: { values: number[]; low: number; high: number };
  newcombe: { auc: number; positives: number; negatives: number; low: number; high: number }[];
  crossValidated: { folds: { labels: number[]; scores: number[]; auc: number }[]; auc: number; standardError: number };
}

// Made by test/oracles/evidence.py with the versions under "madeWith".
const oracle = JSON.parse(readFileSync(new URL("../oracles/evidence.json", import.meta.url), "utf8")) as Oracle;

const eachAlone = (images: ArrayLike<unknown>): string[] => Array.from(images, (_, i) => `image ${i}`);

test("normalCdf and normalQuantile equal scipy's to 12 digits, far into the tails", () => {
  const { x, cdf, share, quantile } = oracle.normal;
  x.forEach((value, k) => {
    expect(normalCdf(value) / cdf[k]!, String(value)).toBeCloseTo(1, 12);
  });
  share.forEach((value, k) => {
    expect(normalQuantile(value), String(value)).toBeCloseTo(quantile[k]!, 11);
  });
});

describe.each(oracle.paired)("two models on $labels.length images", (paired) => {
  test.each([
    ["DeLong's, pair by pair, when every image is a group", eachAlone(paired.labels), paired.delong],
    ["Obuchowski's, cluster by cluster, when images come in groups", paired.groups, paired.obuchowski],
  ])("comparison equals %s", (_, groups, expected) => {
    const ours = compareAucs({ ...paired, groups });
    expect(ours.baseline).toBeCloseTo(expected.aucs[0], 12);
    expect(ours.candidate).toBeCloseTo(expected.aucs[1], 12);
    expect(ours.difference.value).toBeCloseTo(expected.difference, 12);
    expect(ours.standardError).toBeCloseTo(expected.standardError, 12);
    expect(ours.correlation).toBeCloseTo(expected.correlation, 10);
    expect(ours.pValue).toBeCloseTo(expected.pValue, 10);
    const alone = delongAuc({ labels: paired.labels, scores: paired.candidate, groups });
    expect(alone.standardError).toBeCloseTo(expected.standardErrors[1], 12);
  });
});

test("delongAuc gives the published AUC and standard error of Hanley & McNeil's 109 CT images", () => {
  // Ratings 1 to 5 (Radiology 1982;143:29). Stata's manual of roctab: area 0.8932, DeLong standard error 0.0307.
  const intact = [33, 6, 6, 11, 2].flatMap((n, rating) => new Array<number>(n).fill(rating + 1));
  const diseased = [3, 2, 2, 11, 33].flatMap((n, rating) => new Array<number>(n).fill(rating + 1));
  const scores = [...intact, ...diseased];
  const auc = delongAuc({ labels: scores.map((_, i) => Number(i >= 58)), scores, groups: eachAlone(scores) });
  expect(auc.value).toBeCloseTo(0.8932, 4);
  expect(auc.standardError).toBeCloseTo(0.0307, 4);
});

test.each(oracle.mcnemar)(
  "McNemar of $onlyBaselineRight against $onlyCandidateRight equals scipy's binomial",
  (row) => {
    const { exactP, midP } = mcnemarTest(row);
    expect(exactP).toBeCloseTo(row.exactP, 10);
    expect(midP).toBeCloseTo(row.midP, 10);
  },
);

test("temperature equals scipy's minimum of the log loss", () => {
  const { labels, logits, temperature } = oracle.calibration;
  expect(fitTemperature(labels, logits).temperature).toBeCloseTo(temperature, 6);
});

test("Platt's slope and intercept equal scipy's minimum of his log loss", () => {
  const { labels, logits, platt } = oracle.calibration;
  const { slope, intercept } = fitPlatt(labels, logits);
  expect(slope).toBeCloseTo(platt[0], 6);
  expect(intercept).toBeCloseTo(platt[1], 6);
});

test("isotonic regression equals scikit-learn's on fresh logits, inside the fitted range and beyond", () => {
  const { labels, logits, fresh, isotonic } = oracle.calibration;
  calibrate(fitIsotonic(labels, logits), fresh).forEach((prob, k) => {
    expect(prob).toBeCloseTo(isotonic[k]!, 10);
  });
});

test("the BCa interval of a skewed mean equals scipy's but for the luck of the draw; the percentile one does not", () => {
  const { values, low, high } = oracle.bca;
  const mean = (drawn: Uint32Array): number[] => [drawn.reduce((sum, i) => sum + values[i]!, 0) / drawn.length];
  const intervalBy = (method: "bca" | "percentile") =>
    groupBootstrap(eachAlone(values), mean, { seed: 1, resamples: 20_000, method })[0]!;
  const luck = 0.02 * (high - low);
  expect(Math.abs(intervalBy("bca").low - low)).toBeLessThan(luck);
  expect(Math.abs(intervalBy("bca").high - high)).toBeLessThan(luck);
  expect(Math.abs(intervalBy("percentile").high - high)).toBeGreaterThan(2 * luck);
});

test.each(oracle.newcombe)("Newcombe's interval of an AUC of $auc equals scipy's roots", (row) => {
  const { low, high } = newcombeAucInterval(row.auc, row.positives, row.negatives);
  expect(low).toBeCloseTo(row.low, 10);
  expect(high).toBeCloseTo(row.high, 10);
});

test("the cross-validated AUC equals LeDell's influence-curve estimate but for its division by n, not n - 1", () => {
  const { folds, auc, standardError } = oracle.crossValidated;
  const ours = crossValidatedAuc(
    folds.map((fold, f) => ({ ...fold, groups: fold.labels.map((_, i) => `fold ${f}, image ${i}`) })),
  );
  expect(ours.auc.value).toBeCloseTo(auc, 12);
  expect(ours.auc.standardError / standardError).toBeGreaterThan(1);
  expect(ours.auc.standardError / standardError).toBeLessThan(Math.sqrt(30 / 29));
  ours.folds.forEach((fold, f) => {
    expect(fold.value).toBeCloseTo(folds[f]!.auc, 12);
  });
});
