import { gatherEvidence } from "../../lib/experiment/gatherEvidence.js";
import { predictionRows } from "../../lib/experiment/predictionsCsv.js";
import type { ComparedRun } from "../../lib/compare/index.js";
import { simulatedModel, type Simulation } from "../experiment/simulatedModel.js";

/** A run as it would be read from its folder; nothing was trained. */
export function simulatedRun(name: string, simulation: Simulation = {}): ComparedRun {
  const { origin, data, model } = simulatedModel(simulation);
  const { manifest, split } = data;
  return {
    name,
    reference: name,
    saved: {
      format: 1,
      config: origin.config,
      classes: [...manifest.classes],
      thresholdProb: model.thresholdProb,
      weightsSha256: "w",
      dataDigest: manifest.digest,
      split: { by: split.by, digest: split.digest, leaky: split.leaky },
      status: "finished",
      endedAt: "2026-01-01T00:00:00.000Z",
      code: "c".repeat(40),
      trainedOn: [],
    },
    evidence: gatherEvidence(origin, data, model)!,
    training: undefined,
    predictions: predictionRows(model.test!, manifest.classes),
  };
}

/** Ranks like the label with so much noise. */
export function noisy(spread: number): NonNullable<Simulation["logitOf"]> {
  return (_, label, random) => label - 0.5 + spread * random.normal();
}
