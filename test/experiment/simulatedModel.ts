import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import { radiographsOf, type PreparedData } from "../../lib/data/prepareData.js";
import { recordSplit } from "../../lib/data/splitRecord.js";
import type { Dataset, Radiograph } from "../../lib/data/types.js";
import type { ExperimentConfig } from "../../lib/experiment/config.js";
import { evaluatePredictions, predictionsOf } from "../../lib/experiment/evaluate.js";
import { fitCalibration } from "../../lib/experiment/fitCalibration.js";
import type { Origin } from "../../lib/experiment/gatherEvidence.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { thresholdRule, type TrainedModel } from "../../lib/experiment/trainAndEvaluate.js";
import { chooseThreshold } from "../../lib/metrics/chooseThreshold.js";
import { createRandom, type Random } from "../../lib/random.js";

export interface Simulation {
  overrides?: string[];
  /** How a network would rank the image; the label decides when left out, with noise, and far too surely. */
  logitOf?: (radiograph: Radiograph, label: number, random: Random) => number;
  /** How often a fracture is of the hand and an intact bone of the leg; 0.5 tells nothing. */
  regionTells?: number;
  /** Of each image, over what is simulated. */
  change?: (radiograph: Radiograph, i: number) => Radiograph;
}

export interface SimulatedModel {
  origin: Origin;
  data: PreparedData;
  model: TrainedModel;
}

/** A trained model whose logits are drawn, with all that its evidence is made from; no network has a part in it. */
export function simulatedModel(simulation: Simulation = {}): SimulatedModel {
  const config = applyOverrides(cnnBaseline, ["evaluation.resamples=100", ...(simulation.overrides ?? [])]);
  const splits = {
    train: part("train", 120, simulation),
    validation: part("validation", 100, simulation),
    test: part("test", 120, simulation),
  };
  const radiographs = Object.values(splits).flatMap((dataset) => dataset.radiographs);
  const classes = ["not_fractured", "fractured"];
  const rejected = [{ path: "a.jpg", label: "fractured", reason: "truncated" as const, detail: "" }];
  const manifest = { source: "folder", root: "/data", classes, radiographs, rejected, digest: "d".repeat(64) };
  const split = recordSplit(radiographsOf(splits), "group", config.data);
  const context: Origin["context"] = {
    git: undefined,
    command: "npm run experiment -- cnn-baseline",
    sourceName: "scripts/experiment.ts",
    isNotebook: false,
    user: "someone",
    versions: { tfjs: "4.22.0" },
    machine: { cpu: "any", threads: 2, memoryGB: 8, platform: "linux x64" },
    environment: { TF_ENABLE_ONEDNN_OPTS: "1" },
  };
  return {
    origin: { config, context },
    data: { manifest, all: splits.train, splits, split },
    model: trained(config, splits, simulation.logitOf ?? tooSure),
  };
}

const tooSure = (_: Radiograph, label: number, random: Random): number => 4 * (label - 0.5 + random.normal());

function trained(
  config: ExperimentConfig,
  { validation, test }: PreparedData["splits"],
  logitOf: NonNullable<Simulation["logitOf"]>,
): TrainedModel {
  const logitsOf = (dataset: Dataset, seed: string): number[] => {
    const random = createRandom(seed);
    return dataset.radiographs.map((radiograph, i) => logitOf(radiograph, dataset.labels[i]!, random));
  };
  const { evaluation, seed } = config;
  const logits = logitsOf(validation, "validation logits");
  const calibration = fitCalibration(evaluation.calibration, validation.labels, logits);
  const seen = predictionsOf(validation, logits, calibration);
  const probs = seen.map(({ prob }) => prob);
  const { thresholdProb } = chooseThreshold(validation.labels, probs, thresholdRule(evaluation));
  const tested = predictionsOf(test, logitsOf(test, "test logits"), calibration);
  const settings = { seed, resamples: evaluation.resamples, confidence: evaluation.confidence };
  return {
    training: { history: [], bestEpoch: 1, status: "finished" } as unknown as TrainedModel["training"],
    weights: [],
    weightsSha256: "w",
    calibration,
    thresholdProb,
    validation: evaluatePredictions(seen, thresholdProb, settings),
    test: evaluatePredictions(tested, thresholdProb, settings),
  };
}

/** Two images a patient, half of the patients fractured. */
function part(name: string, patients: number, { regionTells = 0.5, change }: Simulation): Dataset {
  const random = createRandom(name);
  const radiographs = Array.from({ length: 2 * patients }, (_, i): Radiograph => {
    const label = Math.floor(i / 2) % 2;
    const isTold = random.uniform() < regionTells;
    const simulated: Radiograph = {
      path: `${name}-${i}.png`,
      label: label === 1 ? "fractured" : "not_fractured",
      group: `${name}-${Math.floor(i / 2)}`,
      region: isTold === (label === 1) ? "hand" : "leg",
      sha256: `${name}-${i}`,
      widthPixels: 400,
      heightPixels: 300 + random.integer(300),
      format: "png",
      channels: 1,
      bytes: 1000,
      licence: "CC0",
    };
    return change ? change(simulated, i) : simulated;
  });
  const pixels = Uint8Array.from({ length: radiographs.length * 256 }, () => random.integer(256));
  const labels = Uint8Array.from(radiographs, ({ label }) => Number(label === "fractured"));
  return inMemoryDataset({ imageSize: 16, pixels, labels, radiographs });
}
