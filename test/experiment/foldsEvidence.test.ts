import { expect, test } from "vitest";
import type { Prediction } from "../../lib/experiment/evaluate.js";
import { evidenceText, parseEvidence } from "../../lib/experiment/evidence.js";
import { evidenceOfFolds, simulatedFolds } from "./simulatedFolds.js";

const simulated = simulatedFolds({ folds: 3, repeats: 2 });
const { folds, prepared } = simulated;
const evidence = evidenceOfFolds(simulated);

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** By its definition, pair by pair; the project counts ranks. */
function aucOf(predictions: readonly Prediction[]): number {
  const [intact, fractured] = [0, 1].map((label) => predictions.filter((each) => each.label === label)) as [
    Prediction[],
    Prediction[],
  ];
  return meanOf(fractured.flatMap((a) => intact.map((b) => (a.logit > b.logit ? 1 : a.logit === b.logit ? 0.5 : 0))));
}

/** Share of the images of a class that are called fractured, or not: sensitivity or specificity. */
function rightShare(of: { predictions: Prediction[]; thresholdProb: number }[], wanted: 0 | 1): number {
  const calls = of.flatMap(({ predictions, thresholdProb }) =>
    predictions
      .filter(({ label }) => label === wanted)
      .map(({ prob }) => Number(prob >= thresholdProb === (wanted === 1))),
  );
  return meanOf(calls);
}

test("it is of every image once, in words and digest of the folds, and keeps as a file", () => {
  expect(evidence.judged).toEqual({ images: 80, groups: 40, fractured: 40, part: "held-out", seenInTraining: 0 });
  expect(evidence).toMatchObject({ split: null, thresholdProb: NaN });
  expect(evidence.folds).toMatchObject({ how: "2 x 3 folds by group, seed 1", digest: prepared.digest });
  const [first, , , fourth] = evidence.folds!.models;
  expect([first!.name, fourth!.name]).toEqual(["fold 1, repeat 1", "fold 1, repeat 2"]);
  expect(parseEvidence(evidenceText(evidence), "evidence.json")).toEqual(evidence);
});

test("every model has the AUC of its own held-out images, and their mean is the headline", () => {
  const byHand = folds.map(({ test }) => aucOf(test.predictions));
  for (const [i, { auc, images, runId }] of evidence.folds!.models.entries()) {
    expect(auc.value).toBeCloseTo(byHand[i]!, 12);
    expect({ images, runId }).toEqual({ images: folds[i]!.test.predictions.length, runId: `run${i}` });
  }
  expect(evidence.metrics.test.auc.value).toBeCloseTo(meanOf(byHand), 12);
});

test("a slice counts each image once, and its calls at each fold's own threshold as often as there are repeats", () => {
  const [byRegion] = evidence.slices;
  expect(byRegion!.by).toBe("region");
  expect(byRegion!.slices.map(({ slice, n }) => [slice, n])).toEqual([
    ["hand", 53],
    ["hip", 27],
  ]);
  for (const slice of byRegion!.slices) {
    const ofSlice = folds.map(({ test: { predictions, thresholdProb } }) => {
      return { thresholdProb, predictions: predictions.filter(({ radiograph }) => radiograph.region === slice.slice) };
    });
    const images = new Map(
      ofSlice.flatMap(({ predictions }) => predictions.map((each) => [each.radiograph.path, each])),
    );
    expect(slice.positives).toBe([...images.values()].filter(({ label }) => label === 1).length);
    expect(slice.small).toBe(slice.slice === "hip");
    expect(slice.sensitivity.value).toBeCloseTo(rightShare(ofSlice, 1), 12);
    expect(slice.specificity.value).toBeCloseTo(rightShare(ofSlice, 0), 12);
    expect(slice.sensitivity.low).toBeLessThan(slice.sensitivity.value);
  }
});

test("an operating point is the mean of what each fold's own validation images choose", () => {
  const [point] = evidence.operatingPoints;
  // Youden's index by its definition: of all thresholds that a validation image sets, the one that parts the classes best.
  const chosen = folds.map(({ validation: { predictions } }) => {
    const thresholds = predictions.map(({ prob }) => prob).sort((a, b) => a - b);
    const gains = thresholds.map((thresholdProb) => {
      const of = [{ predictions, thresholdProb }];
      return rightShare(of, 1) + rightShare(of, 0);
    });
    return Math.max(...gains);
  });
  expect(point).toMatchObject({ rule: "youden", thresholdProb: NaN, chosenAnew: null });
  expect(point!.validation.sensitivity + point!.validation.specificity).toBeCloseTo(meanOf(chosen), 12);
});

test("a baseline that gives the label away has an AUC of 1, and the model's gain is below 0", () => {
  const told = simulatedFolds({ folds: 3, repeats: 1 }, (image) => ({
    ...image,
    region: image.label === "fractured" ? "hip" : "hand",
  }));
  const { baselines, metrics } = evidenceOfFolds(told);
  const region = baselines!.judged.find(({ name }) => name === "region");
  expect(region!.auc.value).toBe(1);
  expect(region!.modelGain.value).toBeCloseTo(metrics.test.auc.value - 1, 12);
  expect(region!.modelGain.high).toBeLessThan(0);
});

test("the design effect is the variance of the folds' AUC over Hanley and McNeil's for as many independent images", () => {
  const { value, low, high } = evidence.metrics.test.auc;
  const { designEffect, gain } = evidence.detectableDifference;
  const q1 = value / (2 - value);
  const q2 = (2 * value ** 2) / (1 + value);
  const independent = (value * (1 - value) + 39 * (q1 - value ** 2) + 39 * (q2 - value ** 2)) / 40 ** 2;
  expect(designEffect).toBeGreaterThan(0);
  expect(gain).toBeGreaterThan(0);
  // On the logit scale, as the interval is made: half its width is 1.96 standard errors over AUC (1 - AUC).
  const logit = (p: number): number => Math.log(p / (1 - p));
  const standardError = ((logit(high) - logit(low)) / 2 / 1.959964) * value * (1 - value);
  expect(designEffect).toBeCloseTo(standardError ** 2 / independent, 6);
});

test("a content that is held out in one fold and trained on in it is counted as seen, once", () => {
  const shared = simulatedFolds({ folds: 3, repeats: 2 }, (image, i) => (i < 4 ? { ...image, sha256: "same" } : image));
  const isApart = shared.prepared.folds.some(({ parts }) => {
    const held = parts.test.filter(({ sha256 }) => sha256 === "same").length;
    return held > 0 && held < 4;
  });
  expect(isApart).toBe(true);
  expect(evidenceOfFolds(shared).judged.seenInTraining).toBe(1);
});
