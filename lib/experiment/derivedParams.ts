import { batchesPerEpoch } from "../data/batches.js";
import type { PreparedData } from "../data/prepareData.js";
import { adamSettings } from "../training/adam.js";
import { classWeightsOf } from "../training/loss.js";
import type { ExperimentConfig } from "./config.js";

/**
 * What a training takes that its config does not spell out, as params: the optimizer's constants, the loss, the weight of
 * each class, steps an epoch, and how many weights are trained.
 * @throws RangeError when a class is missing in train
 */
export function derivedParams(
  { training }: ExperimentConfig,
  { manifest, splits }: PreparedData,
  trainableWeights: number,
): Record<string, string | number> {
  const weights = classWeightsOf(splits.train.labels, training.classWeights);
  return {
    "optimizer.kind": "AdamW",
    "optimizer.beta1": adamSettings.beta1,
    "optimizer.beta2": adamSettings.beta2,
    "optimizer.epsilon": adamSettings.epsilon,
    "training.loss": training.loss.kind === "bce" ? "sigmoid cross-entropy" : "focal, on logits",
    "training.stepsPerEpoch": batchesPerEpoch(splits.train.labels.length, training.batchSize),
    ...Object.fromEntries(manifest.classes.map((name, i) => [`training.classWeight.${paramName(name)}`, weights[i]])),
    "model.trainableWeights": trainableWeights,
  };
}

/** MLflow allows letters, digits, spaces and _ - . : / in a param's name. */
function paramName(text: string): string {
  return text.replace(/[^\p{L}\p{N}_\-.: ]/gu, "_");
}
