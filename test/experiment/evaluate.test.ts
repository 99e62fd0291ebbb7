import { expect, test } from "vitest";
import { evaluatePredictions, type Prediction } from "../../lib/experiment/evaluate.js";
import { evaluationFigures } from "../../lib/experiment/evaluationFigures.js";
import { predictionsCsv } from "../../lib/experiment/predictionsCsv.js";
import { syntheticDataset } from "../training/syntheticDataset.js";

const classes = ["not_fractured", "fractured"];
const { radiographs, labels } = syntheticDataset(40, 16, 1);
const predictions: Prediction[] = radiographs.map((radiograph, i) => ({
  radiograph: i === 0 ? { ...radiograph, path: 'odd, "name".png', region: "hand" } : radiograph,
  label: labels[i]!,
  logit: i / 10 + labels[i]!,
  prob: labels[i] === 1 ? 0.3 + i / 80 : 0.1 + i / 80,
}));
const settings = { seed: 1, resamples: 100, confidence: 0.95 as const };

test("an evaluation counts groups, calls at the given threshold, and gives every metric an interval", () => {
  const evaluation = evaluatePredictions(predictions, 0.5, settings);
  expect(evaluation.groups).toBe(40);
  const { truePositives, falseNegatives, trueNegatives, falsePositives } = evaluation.confusion;
  expect(truePositives + falseNegatives).toBe(20);
  expect(trueNegatives + falsePositives).toBe(20);
  const called = predictions.filter(({ prob }) => prob >= 0.5).length;
  expect(truePositives + falsePositives).toBe(called);
  const { ece, ...metrics } = evaluation.metrics;
  expect(ece).toEqual({ value: expect.any(Number) as number, low: NaN, high: NaN });
  for (const { value, low, high } of Object.values(metrics)) {
    expect(low).toBeLessThanOrEqual(value);
    expect(value).toBeLessThanOrEqual(high);
  }
});

test("an evaluation has its figures by name", () => {
  const figures = evaluationFigures(evaluatePredictions(predictions, 0.5, settings), settings);
  expect(Object.keys(figures)).toEqual([
    "metrics",
    "confusion",
    "roc",
    "precision-recall",
    "calibration",
    "decision-curve",
    "scores",
  ]);
});

test("predictions become one CSV row an image, quoted where a name needs it", () => {
  const rows = predictionsCsv(evaluatePredictions(predictions, 0.5, settings), classes).split("\n");
  expect(rows).toHaveLength(42); // header, 40 images, the end of the last line
  expect(rows[0]).toBe("path,sha256,group,region,label,probability,called,logit");
  expect(rows[1]).toBe('"odd, ""name"".png",0,g0,hand,not_fractured,0.1,not_fractured,0');
});
