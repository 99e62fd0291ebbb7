import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluatePredictions, predictionsOf } from "../../lib/experiment/evaluate.js";
import {
  evidenceFile,
  evidenceText,
  parseEvidence,
  readEvidence,
  type Evidence,
} from "../../lib/experiment/evidence.js";
import { evidenceFigures } from "../../lib/experiment/evidenceFigures.js";
import { evidenceSentences } from "../../lib/experiment/evidenceSentences.js";
import { calibrationMethods, fitCalibration } from "../../lib/experiment/fitCalibration.js";
import { gatherEvidence, gatherEvidenceAgain } from "../../lib/experiment/gatherEvidence.js";
import { comparedNumbers } from "../../lib/experiment/logEvidence.js";
import type { SavedRun } from "../../lib/experiment/savedRun.js";
import { syntheticDataset } from "../training/syntheticDataset.js";
import { simulatedModel, type Simulation, type SimulatedModel } from "./simulatedModel.js";

const evidenceOf = ({ origin, data, model }: SimulatedModel): Evidence => gatherEvidence(origin, data, model)!;
const simulated = (simulation?: Simulation): Evidence => evidenceOf(simulatedModel(simulation));
const usual = simulatedModel();
const evidence = evidenceOf(usual);

test("evidence tells of data, split and the judged images", () => {
  expect(evidence.data).toEqual({
    source: "folder",
    digest: "d".repeat(64),
    licences: ["CC0"],
    classes: ["not_fractured", "fractured"],
    images: 680,
    groups: 340,
    rejected: [{ label: "fractured", reason: "truncated", files: 1 }],
    copiesSearched: true,
  });
  expect(evidence.split).toMatchObject({
    how: "by group, shares 0.7, 0.15, 0.15, seed 1",
    leaky: false,
    parts: { validation: { images: 200, groups: 100, fractured: 100 } },
  });
  expect(evidence.judged).toEqual({ images: 240, groups: 120, fractured: 120, part: "test", seenInTraining: 0 });
});

test("every headline of it has an interval that holds its value, but for the calibration error, which has none", () => {
  const { ece, ...headline } = evidence.metrics.test;
  const { macroAverage, pairAverage, strata } = evidence.withinRegion!;
  const slices = evidence.slices.flatMap(({ slices: parts }) => parts);
  const estimates = [
    ...Object.values(headline),
    macroAverage,
    pairAverage,
    ...strata.map(({ auc }) => auc),
    ...slices.flatMap(({ auc, sensitivity, specificity }) => [auc, sensitivity, specificity]),
    ...evidence.operatingPoints.flatMap(({ test: rates }) => Object.values(rates)),
    ...evidence.baselines!.judged.flatMap(({ auc, modelGain }) => [auc, modelGain]),
    ...Object.values(evidence.calibration.change),
  ];
  expect(estimates.length).toBeGreaterThan(40);
  for (const { low, value, high } of estimates) {
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  }
  expect([ece.low, ece.high]).toEqual([NaN, NaN]);
});

test("evidence comes back from its file as it was, undefined numbers too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "evidence-"));
  expect(await readEvidence(folder)).toBeUndefined();
  await writeFile(join(folder, evidenceFile), evidenceText(evidence));
  expect(await readEvidence(folder)).toEqual(evidence);
  await rm(folder, { recursive: true });
});

test("a file that is no evidence is refused in one sentence that names it and the place", () => {
  const damaged = { ...evidence, calibration: { ...evidence.calibration, method: "guess" } };
  const refusal = (text: string): string => {
    try {
      parseEvidence(text, "a/evidence.json");
    } catch (error) {
      return (error as Error).message;
    }
    return "accepted";
  };
  expect(refusal('{"x":\n}')).toMatch(
    /^evidence: a\/evidence\.json is no evidence of this version \(it is cut off or overwritten\)\. Train .*$/,
  );
  expect(refusal(JSON.stringify(damaged))).toMatch(/^evidence: a\/evidence\.json .*calibration\.method.*$/);
  expect(refusal(JSON.stringify({ ...evidence, format: 2 }))).toContain("format");
});

test("no calibration changes AUC or average precision, value or interval, in whatever way it ties probabilities", () => {
  const dataset = syntheticDataset(30, 16, 1);
  const settings = { seed: 1, resamples: 100, confidence: 0.95 as const };
  const logits = fc.array(fc.float({ min: -60, max: 60, noNaN: true }), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(logits, (drawn) => {
      const [first, ...others] = calibrationMethods.map((method) => {
        const calibration = fitCalibration(method, dataset.labels, drawn);
        const { auc, averagePrecision } = evaluatePredictions(
          predictionsOf(dataset, drawn, calibration),
          0.5,
          settings,
        ).metrics;
        return { auc, averagePrecision };
      });
      for (const other of others) expect(other).toEqual(first);
    }),
    { numRuns: 15 },
  );
});

test("a model that is far too sure is calibrated, to the gain of other images", () => {
  const { method, parameters, before, after, change } = evidence.calibration;
  expect(method).toBe("platt");
  expect((parameters as { slope: number }).slope).toBeLessThan(0.5);
  expect(after.logLoss).toBeLessThan(before.logLoss - 0.1);
  expect(after.ece).toBeLessThan(before.ece);
  expect(change.logLoss.value).toBeCloseTo(after.logLoss - before.logLoss, 12);
  expect(change.brier.high).toBeLessThan(0);
  expect(after.brier).toBeCloseTo(evidence.metrics.test.brier.value, 12);
  expect(before.reliability.length).toBeGreaterThan(5);
});

test("logits that are shifted are mended by slope and intercept, not by a temperature", () => {
  const shifted: Simulation = { logitOf: (_, label, random) => 2 + 2 * (label - 0.5 + random.normal()) };
  const [platt, temperature] = ["platt", "temperature"].map((method) => {
    return simulated({ ...shifted, overrides: [`evaluation.calibration=${method}`] }).calibration;
  });
  expect(temperature!.parameters).toMatchObject({ kind: "temperature" });
  expect(platt!.before).toEqual(temperature!.before);
  expect(platt!.after.brier).toBeLessThan(temperature!.after.brier - 0.01);
});

test("without a calibration before and after are the same, and the method says none", () => {
  const { calibration } = simulated({ overrides: ["evaluation.calibration=none"] });
  expect(calibration).toMatchObject({
    method: "none",
    parameters: null,
    change: { brier: { value: 0, low: 0, high: 0 } },
  });
  expect(calibration.after).toEqual(calibration.before);
});

test("'sensitivity at least x' stands beside the chosen rule, and alone where it is the rule", () => {
  expect(evidence.operatingPoints.map(({ rule }) => rule)).toEqual(["youden", "sensitivity"]);
  const [chosen, bound] = evidence.operatingPoints as [
    Evidence["operatingPoints"][number],
    Evidence["operatingPoints"][number],
  ];
  expect(chosen.thresholdProb).toBe(evidence.thresholdProb);
  expect(chosen.test.sensitivity.value).toBe(evidence.metrics.test.sensitivity.value);
  expect(bound.validation.sensitivity).toBeGreaterThanOrEqual(0.9);
  expect(bound.thresholdProb).toBeLessThan(chosen.thresholdProb);
  const width = ({ low, high }: { low: number; high: number }): number => high - low;
  expect(width(bound.chosenAnew!.specificity)).toBeGreaterThan(width(bound.test.specificity));
  const only = simulated({ overrides: ["evaluation.thresholdRule=sensitivity", "evaluation.sensitivityAtLeast=0.95"] });
  expect(only.operatingPoints).toMatchObject([{ rule: "sensitivity", sensitivityAtLeast: 0.95 }]);
});

test("slices are of what the set knows and its images differ in", () => {
  expect(evidence.slices.map(({ by }) => by)).toEqual(["region", "size"]);
  const { slices } = simulated({
    change: (radiograph, i) => ({
      ...radiograph,
      widthPixels: 100,
      heightPixels: 100,
      hardware: i % 3 === 0,
      source: i < 60 ? "A" : "B",
    }),
  });
  expect(slices.map(({ by, slices: parts }) => [by, parts.map(({ slice }) => slice)])).toEqual([
    ["region", expect.arrayContaining(["hand", "leg"])],
    ["hardware", ["no hardware", "hardware"]],
    ["source", ["B", "A"]],
  ]);
  const images = slices.map(({ slices: parts }) => parts.reduce((sum, { n }) => sum + n, 0));
  expect(images).toEqual([240, 240, 240]);
});

test("a set that names no regions has no AUC within them", () => {
  const without = simulated({
    change: (radiograph) => {
      const nameless = { ...radiograph };
      delete nameless.region;
      return nameless;
    },
  });
  expect(without.withinRegion).toBeNull();
  expect(Object.keys(comparedNumbers(without)).filter((name) => name.includes("Region"))).toEqual([]);
});

test("a model that knows the region alone looks good over all images, is at chance within regions, and is told so first", () => {
  const byRegion = simulated({
    regionTells: 0.9,
    logitOf: ({ region }, _, random) => (region === "hand" ? 2 : -2) + random.normal(),
  });
  expect(byRegion.metrics.test.auc.value).toBeGreaterThan(0.85);
  const { low, high } = byRegion.withinRegion!.macroAverage;
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(0.5);
  expect(evidenceSentences(byRegion)[0]).toMatch(
    /^(A trivial baseline does as well|Not shown to be better .*): .* has an AUC/,
  );
});

test("a model that sees fractures is said to be better than the best of the trivial baselines", () => {
  expect(evidenceSentences(evidence)[0]).toMatch(/^Better than every trivial baseline; the best of them, /);
});

test("a run judged again keeps its calibration and thresholds, and has no choice to draw anew", () => {
  const { origin, model, data } = usual;
  const { config } = origin;
  const saved = { config, thresholdProb: model.thresholdProb, calibration: model.calibration } as SavedRun;
  const { radiographs } = data.splits.test;
  const judged = {
    evaluation: model.test!,
    manifest: data.manifest,
    judged: { radiographs, part: "test", isOwnData: true, missing: 1, unknown: 2, relabelled: 0 } as const,
    seen: { bytes: 3, copies: 5, group: 4 },
    trainingCopies: { contents: new Set<string>(), comparedWith: 9 },
    copiesSearched: false,
    baselines: { baselines: null, baselinesReason: "another set" },
    saved,
  };
  const contradictions = { radiographs: 1, files: 2, examples: [["a.png", "b.png"]], dropped: false };
  const copies = { contents: 9, radiographs: 8, groups: { before: 9, after: 8 }, contradictions };
  const again = gatherEvidenceAgain(origin, { ...judged, copies, trained: evidence });
  expect(again.operatingPoints).toEqual(evidence.operatingPoints.map((point) => ({ ...point, chosenAnew: null })));
  expect(again.calibration).toEqual(evidence.calibration);
  expect(again.withinRegion).toEqual(evidence.withinRegion);
  expect(again).toMatchObject({
    split: null,
    baselines: null,
    baselinesReason: "another set",
    data: { copiesSearched: false, contradictions },
    judged: {
      seenInTraining: 3,
      seenByCopy: 5,
      seenByGroup: 4,
      missingImages: 1,
      unknownImages: 2,
      relabelledImages: 0,
    },
  });
  const [only, ...none] = gatherEvidenceAgain(origin, { ...judged, trained: undefined }).operatingPoints;
  expect(only).toMatchObject({ rule: "youden", thresholdProb: model.thresholdProb, validation: { sensitivity: NaN } });
  expect(none).toEqual([]);
});

test("a training that did not finish has no evidence: its test images are unseen", () => {
  const { origin, data, model } = usual;
  expect(gatherEvidence(origin, data, { ...model, test: undefined })).toBeUndefined();
});

test("evidence has its figures by name", () => {
  expect(Object.keys(evidenceFigures(evidence))).toEqual([
    "operating-points",
    "reliability",
    "brier",
    "slices",
    "baselines",
  ]);
});

test("the calibration error stands beside what chance alone would show; evidence from before that stays readable", () => {
  const { low, high } = evidence.calibration.after.eceIfCalibrated!;
  const sentence = `perfect calibration would show ${low.toFixed(3)} to ${high.toFixed(3)} by chance alone`;
  expect(evidenceSentences(evidence).join("\n")).toContain(sentence);
  const older = JSON.parse(evidenceText(evidence)) as typeof evidence;
  delete older.calibration.before.eceIfCalibrated;
  delete older.calibration.after.eceIfCalibrated;
  const read = parseEvidence(JSON.stringify(older), "evidence.json");
  expect(evidenceSentences(read).join("\n")).not.toContain("by chance alone");
});
