import { expect, test } from "vitest";
import {
  brierScore,
  calibrationCurve,
  expectedCalibrationError,
  logLoss,
  quantile,
  wilsonInterval,
  type Confidence,
} from "../../lib/metrics/index.js";
import { createRandom } from "../../lib/random.js";

test("always saying 0.5 scores a Brier of 0.25 and a log loss of ln 2", () => {
  expect(brierScore([1, 0, 1], [0.5, 0.5, 0.5])).toBe(0.25);
  expect(logLoss([1, 0, 1], [0.5, 0.5, 0.5])).toBeCloseTo(Math.LN2, 12);
});

test("one sure and wrong call costs 36 nats of log loss, not Infinity", () => {
  expect(logLoss([1], [0])).toBeCloseTo(36.04, 2);
  expect(logLoss([0], [1])).toBeCloseTo(36.04, 2);
});

test("calibration bins hold every image once, and equal probabilities share a bin", () => {
  const bins = calibrationCurve([0, 1, 0, 1, 1, 1], [0.2, 0.2, 0.2, 0.9, 0.9, 0.9], 4);
  expect(bins).toEqual([
    { n: 3, positives: 1, meanProb: expect.closeTo(0.2, 12) as number, observedShare: 1 / 3 },
    { n: 3, positives: 3, meanProb: expect.closeTo(0.9, 12) as number, observedShare: 1 },
  ]);
});

test("ece of truthful probabilities shrinks towards 0 with the number of images, as its docstring warns", () => {
  const eceOf = (n: number): number => {
    const random = createRandom(`ece ${n}`);
    const probs = Array.from({ length: n }, () => random.uniform());
    return expectedCalibrationError(
      probs.map((prob) => (random.uniform() < prob ? 1 : 0)),
      probs,
    );
  };
  expect(eceOf(100)).toBeGreaterThan(0.03);
  expect(eceOf(100)).toBeLessThan(0.16);
  expect(eceOf(100_000)).toBeLessThan(0.01);
});

test("quantile interpolates between neighbours as numpy does", () => {
  expect([0, 0.25, 0.5, 1].map((share) => quantile([1, 2, 4, 8], share))).toEqual([1, 1.75, 3, 8]);
  expect(quantile([7], 0.3)).toBe(7);
});

test("wilsonInterval keeps a width at none and at all", () => {
  expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775, 4) as number });
  expect(wilsonInterval(10, 10)).toEqual({ low: expect.closeTo(0.7225, 4) as number, high: 1 });
});

test("what does not fit is refused by name", () => {
  expect(() => brierScore([1], [1.2])).toThrow("Expected probabilities in [0, 1]. Received: 1.2 at 0");
  expect(() => calibrationCurve([1], [0.2], 0)).toThrow("Expected a positive number of bins. Received: 0");
  expect(() => quantile([1], 1.5)).toThrow("Expected a share in [0, 1]. Received: 1.5");
  expect(() => quantile([], 0.5)).toThrow("Expected at least one number. Received: none");
  expect(() => wilsonInterval(3, 2)).toThrow("Expected 0 <= successes <= n and n > 0. Received: 3 of 2");
  expect(() => wilsonInterval(1, 2, 0.8 as Confidence)).toThrow("Expected a confidence of 0.9, 0.95 or 0.99");
});
