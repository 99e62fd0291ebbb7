import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  calibrationCurve,
  confusionMatrix,
  expectedCalibrationError,
  mcc,
  measure,
  prCurve,
  rocCurve,
  wilsonInterval,
  type Confidence,
  type Confusion,
  type MetricName,
  type PrCurve,
  type RocCurve,
} from "../../lib/metrics/index.js";

interface Oracle {
  madeWith: Record<string, string>;
  cases: {
    name: string;
    labels: number[];
    scores: number[];
    threshold: number;
    expected: {
      confusion: Confusion;
      metrics: Record<Exclude<MetricName, "ece">, number>;
      mcc: number;
      roc: RocCurve;
      pr: PrCurve;
      calibration: { meanProb: number[]; observedShare: number[] };
    };
  }[];
  wilson: { successes: number; n: number; confidence: Confidence; low: number; high: number }[];
}

// Made by test/oracles/metrics.py with the versions under "madeWith".
const oracle = JSON.parse(readFileSync(new URL("../oracles/metrics.json", import.meta.url), "utf8")) as Oracle;

describe.each(oracle.cases)("on the set with $name", ({ labels, scores, threshold, expected }) => {
  test("the confusion matrix equals scikit-learn's", () => {
    expect(confusionMatrix(labels, scores, threshold)).toEqual(expected.confusion);
  });

  test("each headline metric equals scikit-learn's", () => {
    const ours = measure(labels, scores, threshold);
    for (const [name, value] of Object.entries(expected.metrics)) {
      expect(ours[name as MetricName], name).toBeCloseTo(value, 10);
    }
  });

  test("mcc equals scikit-learn's matthews_corrcoef", () => {
    expect(mcc(confusionMatrix(labels, scores, threshold))).toBeCloseTo(expected.mcc, 10);
  });

  test("the ROC curve equals scikit-learn's, and begins at (0, 0)", () => {
    const ours = rocCurve(labels, scores);
    expect([ours.falsePositiveRate[0], ours.sensitivity[0], ours.threshold[0]]).toEqual([0, 0, Infinity]);
    expectClose(ours.falsePositiveRate.slice(1), expected.roc.falsePositiveRate);
    expectClose(ours.sensitivity.slice(1), expected.roc.sensitivity);
    expectClose(ours.threshold.slice(1), expected.roc.threshold);
  });

  test("the PR curve equals scikit-learn's without its made-up end point", () => {
    const ours = prCurve(labels, scores);
    expectClose(ours.recall, expected.pr.recall);
    expectClose(ours.precision, expected.pr.precision);
    expectClose(ours.threshold, expected.pr.threshold);
  });

  test("the calibration curve equals scikit-learn's quantile strategy, and ece is its mean gap", () => {
    const ours = calibrationCurve(labels, scores);
    expectClose(
      ours.map((bin) => bin.meanProb),
      expected.calibration.meanProb,
    );
    expectClose(
      ours.map((bin) => bin.observedShare),
      expected.calibration.observedShare,
    );
    const { meanProb, observedShare } = expected.calibration;
    const gaps = ours.map((bin, k) => (bin.n / labels.length) * Math.abs(meanProb[k]! - observedShare[k]!));
    const meanGap = gaps.reduce((sum, gap) => sum + gap, 0);
    expect(expectedCalibrationError(labels, scores)).toBeCloseTo(meanGap, 10);
  });
});

test.each(oracle.wilson)("wilsonInterval($successes of $n, $confidence) equals scipy's", (row) => {
  const ours = wilsonInterval(row.successes, row.n, row.confidence);
  expect(ours.low).toBeCloseTo(row.low, 10);
  expect(ours.high).toBeCloseTo(row.high, 10);
});

function expectClose(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  ours.forEach((value, k) => {
    expect(value).toBeCloseTo(theirs[k]!, 10);
  });
}
