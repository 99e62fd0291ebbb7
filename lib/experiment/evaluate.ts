import type { Dataset, Radiograph } from "../data/types.js";
import type { Confidence } from "../metrics/confidence.js";
import { confusionMatrix, type Confusion } from "../metrics/confusionMatrix.js";
import { summarize, type Summary } from "../metrics/summarize.js";
import type { Network } from "../model/network.js";
import type { PredictOptions } from "../model/inBatches.js";
import { predictLogits, sigmoid } from "../model/predict.js";

/** One image's verdict. */
export interface Prediction {
  radiograph: Radiograph;
  /** 0 or 1: 1 is fractured. */
  label: number;
  /** Probability of "fractured", in [0, 1]. */
  prob: number;
}

/** A network judged on one data set at one threshold. */
export interface Evaluation {
  predictions: Prediction[];
  /** Patients or the nearest thing to them; intervals resample these. */
  groups: number;
  thresholdProb: number;
  confusion: Confusion;
  /** Each with its bootstrap interval over groups. */
  metrics: Summary;
}

/** How the intervals are drawn. */
export interface EvaluationSettings {
  seed: number;
  resamples: number;
  confidence: Confidence;
}

/** Probabilities for every image, in the data set's order. */
export async function predictDataset(
  network: Network,
  dataset: Dataset,
  options?: PredictOptions,
): Promise<Prediction[]> {
  const probs = sigmoid(await predictLogits(network, dataset, options));
  return dataset.radiographs.map((radiograph, i) => ({ radiograph, label: dataset.labels[i]!, prob: probs[i]! }));
}

/**
 * Judges predictions at a threshold that was chosen elsewhere.
 * @throws RangeError when a class is missing: half of the metrics would have no meaning
 */
export function evaluatePredictions(
  predictions: Prediction[],
  thresholdProb: number,
  settings: EvaluationSettings,
): Evaluation {
  const labels = predictions.map(({ label }) => label);
  const probs = predictions.map(({ prob }) => prob);
  const groups = predictions.map(({ radiograph }) => radiograph.group);
  return {
    predictions,
    groups: new Set(groups).size,
    thresholdProb,
    confusion: confusionMatrix(labels, probs, thresholdProb),
    metrics: summarize({ labels, scores: probs, groups, thresholdProb, ...settings }),
  };
}
