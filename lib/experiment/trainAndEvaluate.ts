import type { PreparedData } from "../data/prepareData.js";
import { chooseThreshold, type ThresholdRule } from "../metrics/chooseThreshold.js";
import type { Calibration } from "../metrics/calibrate.js";
import { createCnn } from "../model/cnn.js";
import { predictLogits } from "../model/predict.js";
import { readWeights, weightsSha256, type WeightArray } from "../model/weights.js";
import { createRandom } from "../random.js";
import { trainNetwork, type TrainingOptions, type TrainingResult } from "../training/trainNetwork.js";
import type { ExperimentConfig } from "./config.js";
import { evaluatePredictions, predictDataset, predictionsOf, scoredOf, type Evaluation } from "./evaluate.js";
import { fitCalibration } from "./fitCalibration.js";

export interface TrainedModel {
  training: TrainingResult;
  weights: WeightArray[];
  weightsSha256: string;
  /** Fitted on validation images; undefined when the config asks for none, or there is nothing to fit. */
  calibration: Calibration | undefined;
  /** Chosen on validation images after calibration; NaN when training was killed before its first epoch ended. */
  thresholdProb: number;
  validation: Evaluation | undefined;
  /** Only for a training that finished: a killed one has no result to report. Nor has a trial that others are chosen from. */
  test: Evaluation | undefined;
}

export interface TrainAndEvaluateOptions extends Pick<
  TrainingOptions,
  "observer" | "signal" | "checkpoints" | "resumeFrom" | "goesOn"
> {
  /** False for a trial of a sweep: choosing among trials by their test result would be tuning on it. */
  judgesTest?: boolean;
}

/**
 * The whole of an experiment but its records: network, training, calibration and threshold on validation, judgement on test.
 * The test images are looked at once, after everything is settled.
 */
export async function trainAndEvaluate(
  config: ExperimentConfig,
  data: PreparedData,
  { judgesTest = true, ...options }: TrainAndEvaluateOptions = {},
): Promise<TrainedModel> {
  const network = createCnn(config.model, config.data.imageSize, createRandom(config.seed).fork("weights"));
  try {
    const { train, validation, test } = data.splits;
    const { seed, augment } = config;
    const training = await trainNetwork({
      network,
      train,
      validation,
      training: config.training,
      augment,
      seed,
      ...options,
    });
    const weights = readWeights(network);
    const model = { training, weights, weightsSha256: weightsSha256(weights) };
    if (training.history.length === 0) {
      return { ...model, calibration: undefined, thresholdProb: NaN, validation: undefined, test: undefined };
    }
    const logits = await predictLogits(network, validation);
    const calibration = fitCalibration(config.evaluation.calibration, validation.labels, logits);
    const seen = predictionsOf(validation, logits, calibration);
    const { labels, scores } = scoredOf({ predictions: seen });
    const { thresholdProb } = chooseThreshold(labels, scores, thresholdRule(config.evaluation));
    const settled = { ...model, calibration, thresholdProb };
    const settings = { seed, resamples: config.evaluation.resamples, confidence: config.evaluation.confidence };
    const validated = evaluatePredictions(seen, thresholdProb, settings);
    if (training.status === "killed" || !judgesTest) return { ...settled, validation: validated, test: undefined };
    const tested = evaluatePredictions(await predictDataset(network, test, calibration), thresholdProb, settings);
    return { ...settled, validation: validated, test: tested };
  } finally {
    network.dispose();
  }
}

/** As the metrics take it. */
export function thresholdRule(evaluation: ExperimentConfig["evaluation"]): ThresholdRule {
  const { thresholdRule: rule, sensitivityAtLeast } = evaluation;
  return rule === "sensitivity" ? { sensitivityAtLeast } : rule;
}
