import fc from "fast-check";
import { expect, test } from "vitest";
import {
  brierDecomposition,
  calibrate,
  calibrationCurve,
  clusteredProportion,
  eceIfCalibrated,
  decisionCurve,
  fitIsotonic,
  fitPlatt,
  fitTemperature,
  logLoss,
  operatingPoint,
  reliability,
  expectedCalibrationError,
  summarize,
  rocAuc,
  wilsonInterval,
} from "../../lib/metrics/index.js";
import { equalMassBins } from "../../lib/metrics/equalMassBins.js";
import { twoSidedT } from "../../lib/metrics/twoSidedT.js";
import { createRandom } from "../../lib/random.js";
import { scoredWithTies, simulatePatients } from "./scoredImages.js";

const logitsWithTies = scoredWithTies.map(({ labels, scores }) => ({
  labels,
  logits: scores.map((score) => 8 * (score - 0.5)),
}));

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

test("temperature never changes the ranking, and never makes the log loss of its own images worse", () => {
  fc.assert(
    fc.property(logitsWithTies, ({ labels, logits }) => {
      const probs = calibrate(fitTemperature(labels, logits), logits);
      const before = calibrate({ kind: "temperature", temperature: 1 }, logits);
      expect(logLoss(labels, probs)).toBeLessThanOrEqual(logLoss(labels, before) + 1e-9);
      for (let i = 1; i < probs.length; i++) {
        if (logits[i]! > logits[i - 1]!) expect(probs[i]).toBeGreaterThanOrEqual(probs[i - 1]!);
      }
    }),
  );
});

test("temperature finds the factor by which logits are too sure, and stays the same for logits that are not", () => {
  const random = createRandom("temperature");
  const truth = Array.from({ length: 4000 }, () => 2 * random.normal());
  const labels = truth.map((logit) => Number(random.uniform() < 1 / (1 + Math.exp(-logit))));
  const tripled = truth.map((logit) => 3 * logit);
  const { temperature } = fitTemperature(labels, truth);
  expect(temperature).toBeGreaterThan(0.9);
  expect(temperature).toBeLessThan(1.1);
  expect(fitTemperature(labels, tripled).temperature).toBeCloseTo(3 * temperature, 6);
});

test("temperature ends at its bounds when the classes are told apart without error, or backwards", () => {
  expect(fitTemperature([0, 1], [-1, 1]).temperature).toBe(1 / 20);
  expect(fitTemperature([1, 0], [-1, 1]).temperature).toBe(20);
});

test("Platt finds slope and intercept of logits that are too sure and shifted", () => {
  const random = createRandom("platt");
  const truth = Array.from({ length: 4000 }, () => 2 * random.normal());
  const labels = truth.map((logit) => Number(random.uniform() < 1 / (1 + Math.exp(-logit))));
  const { slope, intercept } = fitPlatt(
    labels,
    truth.map((logit) => 3 * logit + 6),
  );
  expect(slope).toBeGreaterThan(0.9 / 3);
  expect(slope).toBeLessThan(1.1 / 3);
  expect(intercept).toBeCloseTo(-6 * slope, 0);
});

test("Platt keeps the number of fractures but for half an image, and never reverses the ranking", () => {
  fc.assert(
    fc.property(logitsWithTies, ({ labels, logits }) => {
      const calibration = fitPlatt(labels, logits);
      expect(calibration.slope).toBeGreaterThan(0);
      const expected = sum(calibrate(calibration, logits));
      expect(Math.abs(expected - sum(labels))).toBeLessThan(0.5 + 1e-9);
    }),
  );
  expect(fitPlatt([1, 0], [-1, 1]).slope).toBe(1 / 20);
  const apart = calibrate(fitPlatt([0, 0, 1, 1], [-2, -1, 1, 2]), [-2, 2]);
  expect(apart[0]).toBeGreaterThan(0.01); // four images told apart without error leave doubt
});

test("isotonic probabilities never fall with the logit, are idempotent, and keep the number of fractures", () => {
  fc.assert(
    fc.property(logitsWithTies, ({ labels, logits }) => {
      const probs = calibrate(fitIsotonic(labels, logits), logits);
      const rising = Array.from(logits, (_, i) => i).sort((a, b) => logits[a]! - logits[b]!);
      for (let k = 1; k < rising.length; k++) expect(probs[rising[k]!]).toBeGreaterThanOrEqual(probs[rising[k - 1]!]!);
      expect(sum(probs)).toBeCloseTo(sum(labels), 9);
      const again = calibrate(fitIsotonic(labels, probs), probs);
      again.forEach((prob, i) => {
        expect(prob).toBeCloseTo(probs[i]!, 12);
      });
    }),
  );
});

test("isotonic regression is nearer to the labels, by squares, than any other never-falling curve tried", () => {
  fc.assert(
    fc.property(logitsWithTies, fc.double({ min: -4, max: 4, noNaN: true }), ({ labels, logits }, step) => {
      const squares = (probs: ArrayLike<number>): number => sum(labels.map((label, i) => (label - probs[i]!) ** 2));
      const best = squares(calibrate(fitIsotonic(labels, logits), logits));
      expect(best).toBeLessThanOrEqual(squares(calibrate({ kind: "temperature", temperature: 1 }, logits)) + 1e-9);
      expect(best).toBeLessThanOrEqual(squares(logits.map((logit) => Number(logit > step))) + 1e-9);
    }),
  );
});

test("isotonic regression never lowers the AUC of its own images", () => {
  fc.assert(
    fc.property(logitsWithTies, ({ labels, logits }) => {
      const probs = calibrate(fitIsotonic(labels, logits), logits);
      expect(rocAuc(labels, probs)).toBeGreaterThanOrEqual(rocAuc(labels, logits) - 1e-12);
    }),
  );
});

test("a calibration is plain data: it works the same after JSON", () => {
  const { labels, scores } = simulatePatients("json", 40);
  for (const fitted of [fitIsotonic(labels, scores), fitTemperature(labels, scores)]) {
    const restored = JSON.parse(JSON.stringify(fitted)) as typeof fitted;
    expect(calibrate(restored, scores)).toEqual(calibrate(fitted, scores));
  }
});

test("Brier's parts add up, and Murphy's three do so alone when probabilities are equal inside a bin", () => {
  fc.assert(
    fc.property(scoredWithTies, ({ labels, scores }) => {
      const { brier, reliability, resolution, uncertainty, withinBins } = brierDecomposition(labels, scores, 5);
      expect(reliability - resolution + uncertainty + withinBins).toBeCloseTo(brier, 12);
      expect(Math.min(reliability, resolution, uncertainty)).toBeGreaterThanOrEqual(0);
    }),
  );
  const coarse = brierDecomposition([0, 1, 0, 1, 1, 1], [0.2, 0.2, 0.2, 0.9, 0.9, 0.9], 4);
  expect(coarse.withinBins).toBeCloseTo(0, 12);
  expect(coarse.uncertainty).toBeCloseTo(2 / 9, 12);
  expect(coarse.resolution).toBeCloseTo(1 / 9, 12); // shares 1/3 and 1 round 2/3
  expect(coarse.reliability).toBeCloseTo(((1 / 3 - 0.2) ** 2 + 0.1 ** 2) / 2, 12);
});

test("reliability is the calibration curve with an interval in every bin, wider when images come in groups", () => {
  const { labels, scores, groups } = simulatePatients("reliability", 200, 2);
  const byGroup = reliability({ labels, scores, groups }, { binCount: 4 });
  const byImage = reliability({ labels, scores, groups: groups.map((_, i) => String(i)) }, { binCount: 4 });
  expect(byGroup).toMatchObject(calibrationCurve(labels, scores, 4));
  const width = (bins: typeof byGroup): number => sum(bins.map(({ low, high }) => high - low));
  expect(width(byGroup)).toBeGreaterThan(1.2 * width(byImage));
  for (const { low, high, observedShare } of byGroup) {
    expect(low).toBeLessThanOrEqual(observedShare);
    expect(high).toBeGreaterThanOrEqual(observedShare);
  }
});

test("a clustered proportion of independent images is nearly Wilson's; of copies it counts each once", () => {
  const random = createRandom("proportion");
  const hits = Array.from({ length: 200 }, () => Number(random.uniform() < 0.8));
  const alone = clusteredProportion(
    hits,
    hits.map((_, i) => String(i)),
  );
  const wilson = wilsonInterval(sum(hits), hits.length);
  expect(alone.low).toBeCloseTo(wilson.low, 3);
  expect(alone.high).toBeCloseTo(wilson.high, 3);
  const copies = clusteredProportion(
    [...hits, ...hits, ...hits],
    [0, 1, 2].flatMap(() => hits.map((_, i) => String(i))),
  );
  expect(copies.low).toBeCloseTo(alone.low, 3); // but for Student's t, which counts images too
  expect(copies.high).toBeCloseTo(alone.high, 3);
});

test("a proportion of 1 counts groups, of one group knows next to nothing, of no image is undefined", () => {
  expect(clusteredProportion([1, 1, 1, 1], ["a", "a", "b", "b"])).toEqual({ value: 1, ...wilsonInterval(2, 2) });
  expect(clusteredProportion([1, 0, 1, 1], ["a", "a", "a", "a"])).toEqual({ value: 0.75, ...wilsonInterval(0.75, 1) });
  expect(clusteredProportion([], [])).toEqual({ value: NaN, low: NaN, high: NaN });
});

test("the operating point is the validation images' choice, judged on test images, wider when chosen anew", () => {
  const point = operatingPoint({
    validation: simulatePatients("validation", 50),
    test: simulatePatients("test", 300),
    rule: { sensitivityAtLeast: 0.9 },
    seed: 1,
    resamples: 300,
  });
  expect(point.sensitivity).toBeGreaterThanOrEqual(0.9);
  const { sensitivity, specificity } = point.test;
  for (const [fixed, anew] of [
    [sensitivity, point.chosenAnew.sensitivity],
    [specificity, point.chosenAnew.specificity],
  ] as const) {
    expect(fixed.low).toBeLessThan(fixed.value);
    expect(fixed.high).toBeGreaterThan(fixed.value);
    expect(anew.high - anew.low).toBeGreaterThan(1.2 * (fixed.high - fixed.low));
  }
});

test("an operating point on the images and at the threshold of the headline has the headline's intervals", () => {
  const [validation, tested] = [simulatePatients("validation", 30), simulatePatients("test", 40)];
  const point = operatingPoint({ validation, test: tested, rule: "youden", seed: 3, resamples: 200 });
  const headline = summarize({ ...tested, thresholdProb: point.thresholdProb, seed: 3, resamples: 200 });
  expect(point.test).toEqual({ sensitivity: headline.sensitivity, specificity: headline.specificity });
});

test("within-bin parts of the Brier score are variance less twice covariance, counted bin by bin", () => {
  const { labels, scores } = simulatePatients("within bins", 60);
  let within = 0;
  for (const images of equalMassBins(scores, 10)) {
    const meanOf = (values: ArrayLike<number>): number =>
      images.reduce((total, i) => total + values[i]!, 0) / images.length;
    const [prob, share] = [meanOf(scores), meanOf(labels)];
    for (const i of images) within += (scores[i]! - prob) ** 2 - 2 * (scores[i]! - prob) * (labels[i]! - share);
  }
  expect(brierDecomposition(labels, scores).withinBins).toBeCloseTo(within / labels.length, 12);
});

test("of 200 calibrated sets some 95 % have their calibration error in the band, of sets too sure of themselves nearly none", () => {
  let [calibrated, tooSure] = [0, 0];
  for (let s = 0; s < 200; s++) {
    const random = createRandom(`band ${s}`);
    const logits = Array.from({ length: 200 }, () => 1.5 * random.normal());
    const labels = logits.map((logit) => Number(random.uniform() < 1 / (1 + Math.exp(-logit))));
    const isInside = (factor: number): number => {
      const probs = logits.map((logit) => 1 / (1 + Math.exp(-factor * logit)));
      const { low, high } = eceIfCalibrated(probs, { seed: s, resamples: 200 });
      const ece = expectedCalibrationError(labels, probs);
      return Number(low <= ece && ece <= high);
    };
    calibrated += isInside(1) / 200;
    tooSure += isInside(3) / 200;
  }
  expect(calibrated).toBeGreaterThan(0.9);
  expect(calibrated).toBeLessThan(0.985);
  expect(tooSure).toBeLessThan(0.1);
});

test.each([
  [0.95, 1, 12.7062],
  [0.95, 2, 4.3027],
  [0.95, 4, 2.7764],
  [0.99, 3, 5.8409],
  [0.9, 9, 1.8331],
] as const)("Student's t of %d with %d degrees is the table's %d, to 1 %%", (confidence, degrees, table) => {
  expect(Math.abs(twoSidedT(confidence, degrees) / table - 1)).toBeLessThan(0.01);
});

test("the decision curve at a threshold is the net benefit counted by hand", () => {
  const scored = {
    labels: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    scores: [0.9, 0.6, 0.1, 0.7, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1],
    groups: Array.from({ length: 10 }, (_, i) => String(i)),
  };
  const { model, treatAll } = decisionCurve(scored, { thresholdProb: [0.2, 0.5], seed: 1, resamples: 20 });
  expect(model).toEqual(
    [2 / 10 - (2 / 10) * 0.25, 2 / 10 - 1 / 10].map((value) => expect.closeTo(value, 12) as number),
  );
  expect(treatAll).toEqual([3 / 10 - (7 / 10) * 0.25, 3 / 10 - 7 / 10].map((v) => expect.closeTo(v, 12) as number));
});

test("a perfect model is worth the prevalence at every threshold, of these images or of the clinic's", () => {
  const { labels, groups } = simulatePatients("perfect", 40);
  const scored = { labels, groups, scores: Array.from(labels) };
  const here = decisionCurve(scored, { seed: 1, resamples: 20 });
  const prevalence = sum(labels) / labels.length;
  expect(here.thresholdProb).toHaveLength(99);
  here.model.forEach((value) => {
    expect(value).toBeCloseTo(prevalence, 12);
  });
  const rare = decisionCurve(scored, { seed: 1, resamples: 20, prevalence: 0.05 });
  expect(rare.model[0]).toBeCloseTo(0.05, 12);
  expect(rare.low[50]).toBeCloseTo(0.05, 12);
});

test("what does not fit is refused by name", () => {
  const scored = { labels: [0, 1], scores: [0.1, 0.9], groups: ["a", "b"] };
  expect(() => fitTemperature([1, 1], [0, 1])).toThrow("Expected both classes. Received: 2 of class 1");
  expect(() => fitIsotonic([0, 1], [0, Infinity])).toThrow("Expected finite scores. Received: Infinity at 1");
  expect(() => clusteredProportion([1], [])).toThrow("Expected one group an image. Received: 1 images and 0 groups");
  expect(() => decisionCurve(scored, { seed: 1, thresholdProb: [0.5, 1] })).toThrow(
    "Expected thresholds between 0 and 1. Received: 1",
  );
  expect(() => decisionCurve(scored, { seed: 1, prevalence: 0 })).toThrow(
    "Expected prevalence between 0 and 1. Received: 0",
  );
});
