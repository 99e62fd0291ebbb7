import { describeFolds, type PreparedFolds } from "../data/prepareFolds.js";
import type { Radiograph } from "../data/types.js";
import { clusteredProportion } from "../metrics/clusteredProportion.js";
import { crossValidatedAucWithin, type StratifiedFold } from "../metrics/crossValidatedAucWithin.js";
import { hanleyMcNeilVariance } from "../metrics/hanleyMcNeilVariance.js";
import type { Confidence } from "../metrics/confidence.js";
import { rankedOf, type Evaluation, type Prediction } from "./evaluate.js";
import type { Evidence } from "./evidence.js";
import { calibrationEvidence } from "./evidenceCalibration.js";
import { bare } from "./evidenceNumbers.js";
import { detectableFrom } from "./evidenceOfImages.js";
import { traits } from "./evidenceSlices.js";
import { foldsBaselines } from "./foldsBaselines.js";
import { foldsOperatingPoints } from "./foldsOperatingPoints.js";
import type { FoldResult } from "./foldsProgress.js";
import { countsOf, evaluationSettings, originOf, type Origin } from "./gatherEvidence.js";
import type { FoldsSummary } from "./summarizeFolds.js";

const unknown = { value: NaN, low: NaN, high: NaN };

/** A fold that has ended. */
export type JudgedFold = FoldResult & { validation: Evaluation; test: Evaluation };

/**
 * What the folds are trusted by together. Ranking is judged inside folds alone (see crossValidatedAuc). Calls at each
 * fold's own threshold, and probabilities calibrated by each fold's own validation images, are those a user of one such
 * model would meet.
 */
export function gatherFoldsEvidence(
  origin: Origin,
  prepared: PreparedFolds,
  folds: readonly JudgedFold[],
  summary: FoldsSummary,
): Evidence {
  const { manifest, radiographs } = prepared;
  const settings = evaluationSettings(origin.config);
  const { auc, metrics, spread, withinRegion } = summary;
  const judged = countsOf(radiographs, manifest);
  const pooled = { ...folds[0]!.test, predictions: folds.flatMap(({ test }) => test.predictions) };
  return {
    ...originOf(origin, prepared),
    split: null,
    judged: { ...judged, part: "held-out", seenInTraining: seenInTraining(prepared) },
    thresholdProb: NaN,
    folds: {
      how: describeFolds(prepared.folds),
      digest: prepared.digest,
      models: folds.map(({ runId, weightsSha256, thresholdProb, test }, i) => ({
        name: nameOf(prepared.folds[i]!),
        runId,
        weightsSha256,
        thresholdProb,
        images: test.predictions.length,
        auc: bare(auc.folds[i]!),
      })),
      spread,
    },
    metrics: { validation: null, test: metrics },
    withinRegion: withinRegion
      ? {
          strata: withinRegion.strata.map((stratum) => ({ ...stratum, auc: bare(stratum.auc) })),
          leftOut: withinRegion.leftOut,
          macroAverage: withinRegion.macroAverage ? bare(withinRegion.macroAverage) : unknown,
          pairAverage: withinRegion.pairAverage ? bare(withinRegion.pairAverage) : unknown,
        }
      : null,
    slices: slicesOf(
      folds.map(({ test }) => test),
      settings.confidence,
    ),
    calibration: {
      ...calibrationEvidence(pooled, undefined, settings),
      method: origin.config.evaluation.calibration,
    },
    operatingPoints: foldsOperatingPoints(origin.config.evaluation, folds, settings),
    baselines: foldsBaselines(
      folds.map(({ test }, i) => ({ test, data: prepared.folds[i]!.data })),
      settings,
    ),
    detectableDifference: detectableOf(auc.auc, judged),
  };
}

/** "fold 2", "fold 2, repeat 1". */
export function nameOf({ fold, repeat, data }: PreparedFolds["folds"][number]): string {
  return data.split.fold!.repeats > 1 ? `fold ${fold}, repeat ${repeat}` : `fold ${fold}`;
}

function seenInTraining({ folds }: PreparedFolds): number {
  const seen = folds.flatMap(({ parts }) => {
    const known = new Set([...parts.train, ...parts.validation].map(({ sha256 }) => sha256));
    return parts.test.filter(({ sha256 }) => known.has(sha256)).map(({ sha256 }) => sha256);
  });
  return new Set(seen).size;
}

/** The design effect is that of the folds' AUC: its variance over that of as many independent images. */
function detectableOf(
  { value, standardError }: FoldsSummary["auc"]["auc"],
  { images, fractured }: { images: number; fractured: number },
): Evidence["detectableDifference"] {
  const [positives, negatives] = [fractured, images - fractured];
  const isDefined = value > 0 && value < 1 && Math.min(positives, negatives) >= 2;
  const designEffect = isDefined ? standardError ** 2 / hanleyMcNeilVariance(value, positives, negatives) : NaN;
  return detectableFrom({ auc: value, standardError, positives, negatives, designEffect });
}

type Slicing = Evidence["slices"][number];

/** Images are counted once, verdicts as often as there are repeats. */
function slicesOf(tests: readonly Evaluation[], confidence: Confidence): Slicing[] {
  return Object.entries(traits).flatMap(([by, trait]): Slicing[] => {
    const sliceOf = ({ radiograph }: { radiograph: Radiograph }): string => trait(radiograph) ?? "unknown";
    const folds = tests.map(({ predictions }): StratifiedFold => ({
      ...rankedOf({ predictions }),
      strata: predictions.map(sliceOf),
    }));
    const names = new Set(folds.flatMap(({ strata }) => strata));
    if (names.size < 2) return [];
    const { strata } = crossValidatedAucWithin(folds, { confidence });
    const slices = [...names].map((slice) => {
      const calls = tests.flatMap(({ predictions, thresholdProb }) =>
        predictions
          .filter((prediction) => sliceOf(prediction) === slice)
          .map((prediction) => ({ prediction, isRight: isRightAt(prediction, thresholdProb) })),
      );
      const auc = strata.find(({ stratum }) => stratum === slice)?.auc;
      return { slice, ...countsOfCalls(calls, confidence), auc: auc ? bare(auc) : unknown };
    });
    slices.sort((a, b) => b.n - a.n || (a.slice < b.slice ? -1 : 1));
    return [{ by: by as Slicing["by"], slices }];
  });
}

interface Call {
  prediction: Prediction;
  isRight: boolean;
}

function isRightAt({ prob, label }: Prediction, thresholdProb: number): boolean {
  return prob >= thresholdProb === (label === 1);
}

function countsOfCalls(
  calls: readonly Call[],
  confidence: Confidence,
): Omit<Slicing["slices"][number], "slice" | "auc"> {
  const images = new Map(calls.map(({ prediction: { radiograph, label } }) => [radiograph.path, label]));
  const positives = [...images.values()].filter((label) => label === 1).length;
  const share = (wanted: number): Slicing["slices"][number]["auc"] => {
    const ofClass = calls.filter(({ prediction }) => prediction.label === wanted);
    return clusteredProportion(
      ofClass.map(({ isRight }) => Number(isRight)),
      ofClass.map(({ prediction }) => prediction.radiograph.group),
      confidence,
    );
  };
  return {
    n: images.size,
    positives,
    groups: new Set(calls.map(({ prediction }) => prediction.radiograph.group)).size,
    small: Math.min(positives, images.size - positives) < 20,
    sensitivity: share(1),
    specificity: share(0),
  };
}
