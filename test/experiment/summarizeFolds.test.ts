import { expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { evaluatePredictions, type Evaluation } from "../../lib/experiment/evaluate.js";
import { foldsResult } from "../../lib/experiment/foldsNote.js";
import { summarizeFolds } from "../../lib/experiment/summarizeFolds.js";
import { crossValidatedAuc } from "../../lib/metrics/index.js";
import { createRandom } from "../../lib/random.js";
import { radiograph } from "../data/fixtures.js";

/** Verdicts on the images of some patients, each image of a region unless `isRegional` is false. */
function foldOf(fold: number, isRegional = true): Evaluation {
  const random = createRandom(`fold ${fold}`);
  const predictions = Array.from({ length: 80 }, (_, i) => {
    const label = i % 2;
    const logit = label + random.normal();
    const known = isRegional ? { region: i % 3 === 0 ? "hip" : "hand" } : {};
    const image = radiograph({ path: `${fold}/${i}.png`, group: `${fold}/${i >> 2}`, ...known });
    return { radiograph: image, label, logit, prob: 1 / (1 + Math.exp(-logit)) };
  });
  return evaluatePredictions(predictions, 0.5, { seed: 1, resamples: 100, confidence: 0.95 });
}

const tests = [1, 2, 3].map((fold) => foldOf(fold));
const settings = { seed: 1, resamples: 200, confidence: 0.95 } as const;
const summary = summarizeFolds(tests, settings);

test("the AUC is cross-validated on the logits, fold by fold", () => {
  const folds = tests.map(({ predictions }) => ({
    labels: predictions.map(({ label }) => label),
    scores: predictions.map(({ logit }) => logit),
    groups: predictions.map(({ radiograph: { group } }) => group),
  }));
  expect(summary.auc).toEqual(crossValidatedAuc(folds));
});

test("other metrics are means over folds with an interval over groups, beside range and standard deviation", () => {
  const values = tests.map(({ metrics }) => metrics.sensitivity.value);
  const [a, b, c] = values as [number, number, number];
  const mean = (a + b + c) / 3;
  const { value, low, high } = summary.metrics.sensitivity;
  expect(value).toBeCloseTo(mean, 12);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
  expect(summary.spread.sensitivity).toEqual({
    sd: expect.closeTo(Math.sqrt(((a - mean) ** 2 + (b - mean) ** 2 + (c - mean) ** 2) / 2), 12) as number,
    min: Math.min(...values),
    max: Math.max(...values),
  });
});

test("the AUC among the metrics is the cross-validated one, interval and all", () => {
  expect(summary.metrics.auc).toMatchObject({ value: summary.auc.auc.value, low: summary.auc.auc.low });
});

test("within regions only where every image has one", () => {
  expect(summary.withinRegion?.strata.map(({ stratum }) => stratum)).toEqual(["hand", "hip"]);
  expect(summarizeFolds([tests[0]!, foldOf(2, false)], settings).withinRegion).toBeUndefined();
});

test("the result gives every mean with its interval and the range of its folds", () => {
  expect(foldsResult(cnnBaseline, summary)).toMatch(
    /^Cross-validated AUC 0\.\d{3} \[0\.\d{3}, 0\.\d{3}\], 95 % interval over groups; within regions, all counted alike, 0\.\d{3} \[.*\]\. Mean of 3 folds, each at its own threshold: sensitivity 0\.\d{3} \[0\.\d{3}, 0\.\d{3}\], folds from 0\.\d{3} to 0\.\d{3}; specificity/,
  );
});
