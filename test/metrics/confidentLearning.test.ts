import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { confidentLearning, plantedLabelNoise } from "../../lib/metrics/index.js";
import { scoredWithTies, simulatePatients } from "./scoredImages.js";

interface Case {
  labels: number[];
  probs: number[];
  thresholds: number[];
  confidentJoint: number[][];
  calibratedJoint: number[][];
  candidates: number[];
  margins: number[];
}

// Made by test/oracles/labelNoise.py with the versions under "madeWith".
const oracle = JSON.parse(readFileSync(new URL("../oracles/labelNoise.json", import.meta.url), "utf8")) as {
  cases: Case[];
};

describe.each(oracle.cases.map((expected, k) => [k, expected] as const))("on set %i of cleanlab's", (_, expected) => {
  const found = confidentLearning(expected.labels, expected.probs);

  test("thresholds and the confident joint are cleanlab's", () => {
    found.thresholds.forEach((threshold, label) => {
      expect(threshold).toBeCloseTo(expected.thresholds[label]!, 10);
    });
    expect(found.confidentJoint).toEqual(expected.confidentJoint);
  });

  test("the calibrated joint is cleanlab's, which rounds it, and adds up to the images of each label", () => {
    found.calibratedJoint.forEach((row, given) => {
      row.forEach((count, likely) => {
        expect(Math.abs(count - expected.calibratedJoint[given]![likely]!)).toBeLessThan(1);
      });
      expect(row[0] + row[1]).toBeCloseTo(expected.labels.filter((label) => label === given).length, 8);
    });
  });

  test("candidates are cleanlab's, and so is their order", () => {
    expect(found.candidates.map(({ image }) => image).sort((a, b) => a - b)).toEqual(expected.candidates);
    found.candidates.forEach(({ margin }, k) => {
      expect(margin).toBeCloseTo(expected.margins[k]!, 8);
    });
  });
});

test("by hand: one sure fracture among the intact is the candidate, an image unlike either class is not", () => {
  const labels = [0, 0, 0, 0, 1, 1, 1];
  const probs = [0.1, 0.2, 0.9, 0.5, 0.8, 0.9, 0.7]; // thresholds (.9 + .8 + .1 + .5) / 4 = .575 and .8
  const found = confidentLearning(labels, probs);
  expect(found.thresholds[0]).toBeCloseTo(0.575);
  expect(found.thresholds[1]).toBeCloseTo(0.8);
  expect(found.confidentJoint).toEqual([
    [2, 1],
    [0, 2],
  ]);
  expect(found.candidates).toEqual([{ image: 2, given: 0, margin: expect.closeTo(-0.8) as number }]);
  expect(found.estimatedNoise).toBeCloseTo(4 / 3 / 7);
});

test("turning all labels and probabilities round turns the result round", () => {
  fc.assert(
    fc.property(scoredWithTies, ({ labels, scores }) => {
      fc.pre(!scores.includes(0.5)); // of two equal classes one is called first
      const found = confidentLearning(labels, scores);
      const round = confidentLearning(
        labels.map((label) => 1 - label),
        scores.map((score) => 1 - score),
      );
      expect(round.candidates.map(({ image }) => image).sort()).toEqual(
        found.candidates.map(({ image }) => image).sort(),
      );
      expect(round.confidentJoint[0]).toEqual([...found.confidentJoint[1]].reverse());
    }),
  );
});

test("one class, and probabilities that are none, are refused", () => {
  expect(() => confidentLearning([1, 1], [0.2, 0.3])).toThrow("Expected both classes. Received: 2 of class 1");
  expect(() => confidentLearning([0, 1], [0.2, 1.3])).toThrow("Expected probabilities in [0, 1]. Received: 1.3 at 1");
});

describe("plantedLabelNoise", () => {
  const { labels, scores } = simulatePatients("planted", 300, 0);

  test("of 5 % wrong labels a strong model finds most, first, and coin tosses find them by chance", () => {
    const strong = plantedLabelNoise(
      labels,
      Array.from(labels, (label) => (label === 1 ? 0.95 : 0.05)),
      { seed: 1 },
    );
    expect(strong).toMatchObject({ recall: 1, precision: 1, precisionOfFirst: 1 });
    const good = plantedLabelNoise(labels, scores, { seed: 1 });
    expect(good.planted).toBe(Math.round(0.05 * labels.length));
    expect(good.recall).toBeGreaterThan(0.4);
    expect(good.precision).toBeGreaterThan(0.4);
    const chance = plantedLabelNoise(labels, [...scores.slice(50), ...scores.slice(0, 50)], { seed: 1 });
    expect(chance.precision).toBeLessThan(0.1);
  });

  test("recall is of the planted labels, precision of the candidates: undecided images are never candidates", () => {
    const probs = Array.from(labels, (label, i) => (i % 2 === 0 ? 0.5 : label === 1 ? 0.95 : 0.05));
    const half = plantedLabelNoise(labels, probs, { seed: 1 });
    expect(half.precision).toBe(1);
    expect(half.recall).toBeGreaterThan(0.4);
    expect(half.recall).toBeLessThan(0.6);
  });

  test("the same seed gives the same numbers; a share that turns no label round is refused", () => {
    expect(plantedLabelNoise(labels, scores, { seed: 3 })).toEqual(plantedLabelNoise(labels, scores, { seed: 3 }));
    expect(() => plantedLabelNoise([0, 1], [0.1, 0.9], { share: 0.05, seed: 1 })).toThrow("of at least one label");
    expect(() => plantedLabelNoise(labels, scores, { share: 0.5, seed: 1 })).toThrow("Received: 0.5");
  });
});
