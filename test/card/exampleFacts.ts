import type { CardFacts } from "../../lib/card/facts.js";
import { evidenceText, parseEvidence } from "../../lib/experiment/evidence.js";
import { gatherEvidence } from "../../lib/experiment/gatherEvidence.js";
import type { SavedRun } from "../../lib/experiment/savedRun.js";
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
    probes: undefined,
    pictures: new Map(),
  };
}
