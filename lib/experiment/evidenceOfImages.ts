import { aucWithinStrata } from "../metrics/aucWithinStrata.js";
import type { Calibration } from "../metrics/calibrate.js";
import { delongAuc } from "../metrics/delongAuc.js";
import { designEffect } from "../metrics/designEffect.js";
import { minimumDetectableDifference } from "../metrics/minimumDetectableDifference.js";
import { rankedOf, type Evaluation, type EvaluationSettings } from "./evaluate.js";
import { bare } from "./evidenceNumbers.js";
import type { Evidence } from "./evidence.js";
import { calibrationEvidence } from "./evidenceCalibration.js";
import { slicesOf } from "./evidenceSlices.js";

type OfImages = "thresholdProb" | "withinRegion" | "slices" | "calibration" | "detectableDifference";

/** What the images that were judged say, whoever judged them. */
export function judgementOf(
  evaluation: Evaluation,
  calibration: Calibration | undefined,
  settings: EvaluationSettings,
): Pick<Evidence, OfImages> {
  return {
    thresholdProb: evaluation.thresholdProb,
    withinRegion: withinRegionOf(evaluation, settings),
    slices: slicesOf(evaluation, settings.confidence),
    calibration: calibrationEvidence(evaluation, calibration, settings),
    detectableDifference: detectableDifferenceOf(evaluation),
  };
}

function withinRegionOf({ predictions }: Evaluation, { confidence }: EvaluationSettings): Evidence["withinRegion"] {
  if (predictions.every(({ radiograph }) => radiograph.region === undefined)) return null;
  const { strata, leftOut, macroAverage, pairAverage } = aucWithinStrata({
    ...rankedOf({ predictions }),
    strata: predictions.map(({ radiograph }) => radiograph.region ?? "unknown"),
    confidence,
  });
  return {
    strata: strata.map((stratum) => ({ ...stratum, auc: bare(stratum.auc) })),
    leftOut,
    macroAverage,
    pairAverage,
  };
}

const [power, alpha, correlation] = [0.8, 0.05, 0.5];

function detectableDifferenceOf({ predictions, metrics, confusion }: Evaluation): Evidence["detectableDifference"] {
  const ranked = rankedOf({ predictions });
  return detectableFrom({
    auc: metrics.auc.value,
    standardError: delongAuc(ranked).standardError,
    positives: confusion.truePositives + confusion.falseNegatives,
    negatives: confusion.trueNegatives + confusion.falsePositives,
    designEffect: designEffect(ranked),
  });
}

/** From what the AUC rests on. What is undefined at an AUC of exactly 0 or 1, or without a second group, is NaN. */
export function detectableFrom({
  designEffect: effect,
  ...rests
}: {
  auc: number;
  /** Over groups. */
  standardError: number;
  positives: number;
  negatives: number;
  designEffect: number;
}): Evidence["detectableDifference"] {
  const { auc, standardError, positives, negatives } = rests;
  const isDefined = standardError > 0 && auc > 0 && auc < 1 && Math.min(positives, negatives) >= 2;
  const gain = isDefined ? minimumDetectableDifference({ ...rests, correlation, power, alpha }) : NaN;
  return { gain, power, alpha, correlation, designEffect: effect };
}
