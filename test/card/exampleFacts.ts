import type { CardFacts } from "../../lib/card/facts.js";
import { evidenceText, parseEvidence } from "../../lib/experiment/evidence.js";
import { gatherEvidence } from "../../lib/experiment/gatherEvidence.js";
import type { SavedRun } from "../../lib/experiment/savedRun.js";
import type { ShortcutFindings } from "../../lib/experiment/findShortcuts.js";
import { simulatedModel, type Simulation } from "../experiment/simulatedModel.js";

/** The facts of a run without a network, as they come from a run folder. */
export function exampleFacts({ overrides = [], ...simulation }: Simulation = {}): CardFacts {
  const settings = ["evaluation.calibration=temperature", ...overrides];
  const { origin, data, model } = simulatedModel({ ...simulation, overrides: settings });
  const evidence = gatherEvidence(origin, data, model)!;
  const saved: SavedRun = {
    format: 1,
    config: origin.config,
    classes: evidence.data.classes,
    thresholdProb: model.thresholdProb,
    weightsSha256: "w".repeat(64),
    dataDigest: evidence.data.digest,
    status: "finished",
    endedAt: "2026-11-25T10:00:00.000Z",
    code: "c".repeat(40),
    trainedOn: [],
  };
  return {
    runId: "0123456789abcdef0123456789abcdef",
    saved,
    evidence: parseEvidence(evidenceText(evidence), "evidence.json"),
    shortcuts: { missing: "They were not measured for this run." },
    pictures: new Map(),
  };
}

const estimate = (value: number): { value: number; low: number; high: number } => ({
  value,
  low: value - 0.1,
  high: value + 0.1,
});

/** Of a model that sees more than the fracture, trained on images whose markers go with the class. */
export const exampleShortcuts: ShortcutFindings = {
  probes: {
    n: 240,
    positives: 120,
    groups: 120,
    probes: [
      { name: "whole", auc: estimate(0.8) },
      { name: "fractures covered", auc: estimate(0.7), change: estimate(-0.1) },
      { name: "border alone", auc: estimate(0.55), change: estimate(-0.25) },
      { name: "bone hidden", auc: { value: 0.5, low: NaN, high: NaN } },
    ],
  },
  files: {
    images: 900,
    properties: [
      {
        property: "marker or writing",
        measure: "Cramér's V",
        value: 0.31,
        pValue: 0.02,
        isSuspect: true,
        byClass: { fractured: "yes 61 %", not_fractured: "no 70 %" },
      },
      {
        property: "mean grey 0-255",
        measure: "AUC",
        value: 0.55,
        pValue: 0.4,
        isSuspect: false,
        byClass: { fractured: "91.0", not_fractured: "88.0" },
      },
    ],
  },
};
