import type { TrivialBaselines } from "../../lib/baselines/index.js";
import { subset } from "../../lib/data/subset.js";
import * as figures from "../../lib/figures/index.js";
import type { Figure } from "../../lib/figures/index.js";
import type { Estimate, LocalizationName } from "../../lib/metrics/index.js";
import {
  brierDecomposition,
  compareAucs,
  confusionMatrix,
  crossValidatedAuc,
  decisionCurve,
  judgeClaim,
  summarize,
  summarizeBySlice,
} from "../../lib/metrics/index.js";
import { simulatePatients } from "../metrics/scoredImages.js";
import { classes, exampleDataset, exampleHeat, history, radiographs, rejected, scored } from "./exampleData.js";

/** Every figure there is, once, of the example data. */
export async function allFigures(): Promise<Record<string, Figure>> {
  const [thresholdProb, seed, resamples] = [0.5, 1, 100];
  const summary = summarize({ ...scored, thresholdProb, seed, resamples });
  const slices = scored.groups.map((group) => (group.endsWith("1") ? "hip" : "hand"));
  const bySlice = summarizeBySlice({ ...scored, slices, thresholdProb });
  const dataset = exampleDataset();
  const { labels, groups, scores } = scored;
  const coarse = Array.from(scores, (score) => Math.round(4 * score) / 4);
  const comparison = compareAucs({ labels, groups, baseline: coarse, candidate: scores });
  const decisions = decisionCurve(scored, { seed, resamples, thresholdProb: [0.1, 0.3, 0.5, 0.7, 0.9] });
  const elsewhere = simulatePatients("elsewhere", 30);
  const claims = [judgeClaim("cnn", { own: scored, elsewhere }, { thresholdProb, seed, resamples })];
  const [a, b, c, , e] = radiographs; // a and b are of one patient
  const leaky = { train: subset(dataset, [b!, c!]), test: subset(dataset, [a!, e!]) };
  const image = figures.datasetImage(dataset, 0, "fractured\nhand");
  return {
    classCounts: figures.classCounts(radiographs, classes),
    imageSizes: figures.imageSizes(radiographs, classes),
    formats: figures.formats(radiographs, classes),
    regionsByLabel: figures.regionsByLabel(radiographs, classes),
    rejectedByReason: figures.rejectedByReason(rejected, classes),
    splitTable: figures.splitTable(radiographs, classes),
    intensityHistogram: figures.intensityHistogram(dataset, classes),
    radiographGrid: await figures.radiographGrid([image, undefined, image], { title: "Examples", columns: 2 }),
    beforeAfter: await figures.beforeAfter([{ before: image, after: image }]),
    augmentationSheet: await figures.augmentationSheet([{ original: image, variants: [image, image] }]),
    copiesSheet: await figures.copiesSheet(leaky, { count: 2, seed }),
    worstErrors: await figures.worstErrors(dataset, [0.2, 0.9, 0.8, 0.1, 0.7, 0.4], { thresholdProb, perKind: 3 }),
    baselinesFigure: figures.baselinesFigure(
      { name: "cnn", auc: summary.auc, withinRegion: summary.accuracy },
      baselines,
    ),
    labelDoubtSheet: await figures.labelDoubtSheet(dataset, {
      candidates: [
        { image: 1, given: 1, margin: -0.9 },
        { image: 4, given: 0, margin: -0.5 },
      ],
    }),
    closestCalls: await figures.closestCalls(dataset, [0.2, 0.9, 0.55, 0.1, 0.45, 0.6], { thresholdProb, most: 3 }),
    learningCurves: figures.learningCurves(history),
    neighboursSheet: await figures.neighboursSheet(dataset, dataset, [
      {
        image: 0,
        neighbours: [
          { row: 1, similarity: 0.98, sameLabel: true, sameGroup: true },
          { row: 2, similarity: 0.5, sameLabel: false, sameGroup: false },
        ],
      },
      { image: 5, neighbours: [{ row: 3, similarity: -0.25, sameLabel: false, sameGroup: false }] },
    ]),
    rocFigure: figures.rocFigure(scored, { auc: summary.auc, thresholdProb, seed, resamples }),
    prFigure: figures.prFigure(scored, { averagePrecision: summary.averagePrecision, thresholdProb }),
    thresholdFigure: figures.thresholdFigure(scored, { thresholdProb, splitName: "test" }),
    confusionFigure: figures.confusionFigure(confusionMatrix(scored.labels, scored.scores, thresholdProb)),
    calibrationFigure: figures.calibrationFigure(scored, {
      brier: summary.brier,
      ece: summary.ece,
      seed: 1,
      binCount: 5,
    }),
    brierTable: figures.brierTable({
      "as predicted": brierDecomposition(labels, scores, 5),
      coarse: brierDecomposition(labels, coarse, 5),
    }),
    claimsFigure: figures.claimsFigure(claims),
    claimsTable: figures.claimsTable(claims),
    comparedAucs: figures.comparedAucs([
      { name: "A cnn", auc: summary.auc, withinRegion: summary.accuracy },
      { name: "B cnn", auc: summary.f1 },
    ]),
    comparedCurves: figures.comparedCurves([
      { name: "A cnn", history },
      { name: "B cnn", history: history.slice(0, 2) },
    ]),
    comparisonFigure: figures.comparisonFigure([{ name: "cnn", comparison }], { baselineName: "coarse" }),
    operatingPointsTable: figures.operatingPointsTable([
      {
        name: "Youden",
        thresholdProb: 0.42,
        validation: { sensitivity: 0.9, specificity: 0.8 },
        test: { sensitivity: summary.sensitivity, specificity: summary.specificity },
        chosenAnew: { sensitivity: { low: 0.6, high: 0.98 }, specificity: { low: 0.5, high: 0.9 } },
      },
      {
        name: "sensitivity at least 90 %",
        thresholdProb: 0.3,
        validation: { sensitivity: NaN, specificity: NaN },
        test: { sensitivity: summary.sensitivity, specificity: summary.specificity },
        chosenAnew: null,
      },
    ]),
    foldFigure: figures.foldFigure(crossValidatedAuc([scored, elsewhere]), ["fold 1", "fold 2"]),
    decisionCurveFigure: figures.decisionCurveFigure(decisions, { prevalence: 0.55 }),
    scoreHistogram: figures.scoreHistogram(scored, { thresholdProb }),
    sliceFigure: figures.sliceFigure(bySlice, { sliceTitle: "region", overall: summary.auc }),
    metricsTable: figures.metricsTable(summary),
    explanationSheet: await figures.explanationSheet(dataset, exampleHeat(dataset), [0.9, 0.2, 0.8, 0.1, 0.1, 0.9], {
      method: "Grad-CAM",
      thresholdProb,
      perKind: 2,
      seed,
    }),
    localizationTable: figures.localizationTable({
      n: 3,
      groups: 2,
      regionArea: 0.047,
      methods: [
        { method: "Grad-CAM", means: threeOf(0.7), aboveReference: threeOf(0.4) },
        { method: "centre", means: threeOf(0.3) },
      ],
    }),
    shortcutTable: figures.shortcutTable({
      n: 6,
      positives: 3,
      groups: 4,
      probes: [
        { name: "whole", auc: { value: 0.9, low: 0.8, high: 0.95 } },
        {
          name: "fractures covered",
          auc: { value: 0.55, low: 0.4, high: 0.7 },
          change: { value: -0.35, low: -0.5, high: -0.2 },
        },
      ],
    }),
    cascadeFigure: figures.cascadeFigure({
      stages: [
        {
          layer: "logit",
          correlations: [0.5, 0.7],
          mean: { value: 0.6, low: 0.5, high: 0.68 },
          aboveOtherImages: { value: 0.35, low: 0.2, high: 0.5 },
        },
        {
          layer: "conv1",
          correlations: [NaN, 0.1],
          mean: { value: NaN, low: NaN, high: NaN },
          aboveOtherImages: { value: NaN, low: NaN, high: NaN },
        },
      ],
      otherImages: { value: 0.25, low: 0.15, high: 0.34 },
    }),
  };
}

const baselines: TrivialBaselines = {
  baselines: [
    {
      name: "border",
      auc: { value: 0.6, low: 0.5, high: 0.7, standardError: 0.05 },
      probs: new Float64Array(0),
      features: 60,
      l2: 100,
      unknownImages: 0,
    },
  ],
  leftOut: [{ name: "region", reason: "the set names no regions" }],
};

const threeOf = (value: number): Record<LocalizationName, Estimate> => {
  const estimate = { value, low: value - 0.1, high: value + 0.1 };
  return { pointing: estimate, energy: estimate, iou: estimate };
};
