import { averagePrecision } from "./averagePrecision.js";
import { brierScore } from "./brierScore.js";
import { confusionMatrix } from "./confusionMatrix.js";
import { accuracy, balancedAccuracy, f1, npv, ppv, sensitivity, specificity } from "./confusionRates.js";
import { expectedCalibrationError } from "./expectedCalibrationError.js";
import { logLoss } from "./logLoss.js";
import { countPositives } from "./requireScored.js";
import { rocAuc } from "./rocAuc.js";

/** The headline set, in the order in which tables show it. */
export const metricNames = [
  "auc",
  "averagePrecision",
  "sensitivity",
  "specificity",
  "ppv",
  "npv",
  "f1",
  "accuracy",
  "balancedAccuracy",
  "brier",
  "logLoss",
  "ece",
] as const;

export type MetricName = (typeof metricNames)[number];

/**
 * All headline metrics of one set of images, without intervals; NaN where one is undefined.
 * @param labels 0 or 1, length n
 * @param probs in [0, 1], length n
 * @param ranking what AUC and average precision rank the images by, length n: logits keep apart what a calibration ties
 * @throws RangeError on no images, different lengths or a probability outside [0, 1]
 */
export function measure(
  labels: ArrayLike<number>,
  probs: ArrayLike<number>,
  thresholdProb: number,
  ranking: ArrayLike<number> = probs,
): Record<MetricName, number> {
  const confusion = confusionMatrix(labels, probs, thresholdProb);
  const positives = countPositives(labels);
  const hasBothClasses = positives > 0 && positives < labels.length;
  return {
    auc: hasBothClasses ? rocAuc(labels, ranking) : NaN,
    averagePrecision: hasBothClasses ? averagePrecision(labels, ranking) : NaN,
    sensitivity: sensitivity(confusion),
    specificity: specificity(confusion),
    ppv: ppv(confusion),
    npv: npv(confusion),
    f1: f1(confusion),
    accuracy: accuracy(confusion),
    balancedAccuracy: balancedAccuracy(confusion),
    brier: brierScore(labels, probs),
    logLoss: logLoss(labels, probs),
    ece: expectedCalibrationError(labels, probs),
  };
}
