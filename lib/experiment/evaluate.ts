import type { Dataset, Radiograph } from "../data/types.js";
import type { Calibration } from "../metrics/calibrate.js";
import type { Confidence } from "../metrics/confidence.js";
import { confusionMatrix, type Confusion } from "../metrics/confusionMatrix.js";
import { summarize, type Called, type Scored, type Summary } from "../metrics/summarize.js";
import type { Network } from "../model/network.js";
import type { PredictOptions } from "../model/inBatches.js";
import { predictLogits } from "../model/predict.js";
import { calibratedProbs } from "./fitCalibration.js";

/** One image's verdict. */
export interface Prediction {
  radiograph: Radiograph;
  /** 0 or 1: 1 is fractured. */
  label: number;
  /** Of the network, before calibration; what images are ranked by. */
  logit: number;
  /** Probability of "fractured" after calibration, in [0, 1]: what users see and what is held against the threshold. */
  prob: number;
}

/** A network judged on one data set at one threshold. */
export interface Evaluation {
  predictions: Prediction[];
  /** Patients or the nearest thing to them; intervals resample these. */
  groups: number;
  thresholdProb: number;
  confusion: Confusion;
  /** Each with its bootstrap interval over groups, but for ECE. */
  metrics: Summary;
}

/** How the intervals are drawn. */
export interface EvaluationSettings {
  seed: number;
  resamples: number;
  confidence: Confidence;
}

/**
 * Every image of a data set, in its order.
 * @param calibration the saved run's: its threshold holds for calibrated probabilities; undefined when it has none
 */
export async function predictDataset(
  network: Network,
  dataset: Dataset,
  calibration: Calibration | undefined,
  options?: PredictOptions,
): Promise<Prediction[]> {
  return predictionsOf(dataset, await predictLogits(network, dataset, options), calibration);
}

/** @param logits in the data set's order */
export function predictionsOf(
  { radiographs, labels }: Dataset,
  logits: ArrayLike<number>,
  calibration: Calibration | undefined,
): Prediction[] {
  const probs = calibratedProbs(logits, calibration);
  return radiographs.map((radiograph, i) => ({ radiograph, label: labels[i]!, logit: logits[i]!, prob: probs[i]! }));
}

/** Labels, probabilities and groups side by side, as metrics and figures take them. */
export function scoredOf({ predictions }: Pick<Evaluation, "predictions">): Scored {
  return {
    labels: predictions.map(({ label }) => label),
    scores: predictions.map(({ prob }) => prob),
    groups: predictions.map(({ radiograph }) => radiograph.group),
  };
}

/** The same as ranking takes them: by logits, which no calibration ties. */
export function rankedOf({ predictions }: Pick<Evaluation, "predictions">): Scored {
  return { ...scoredOf({ predictions }), scores: predictions.map(({ logit }) => logit) };
}

/** As calling at a threshold takes them: probabilities, and the logits for what ranks. */
export function calledOf({ predictions, thresholdProb }: Pick<Evaluation, "predictions" | "thresholdProb">): Called {
  return { ...scoredOf({ predictions }), ranking: predictions.map(({ logit }) => logit), thresholdProb };
}

/**
 * Judges predictions at a threshold that was chosen elsewhere. AUC and average precision rank the logits, so that no
 * calibration changes them: an isotonic one ties probabilities.
 * @throws RangeError when a class is missing: half of the metrics would have no meaning
 */
export function evaluatePredictions(
  predictions: Prediction[],
  thresholdProb: number,
  settings: EvaluationSettings,
): Evaluation {
  const scored = scoredOf({ predictions });
  return {
    predictions,
    groups: new Set(scored.groups).size,
    thresholdProb,
    confusion: confusionMatrix(scored.labels, scored.scores, thresholdProb),
    metrics: summarize({ ...calledOf({ predictions, thresholdProb }), ...settings }),
  };
}
