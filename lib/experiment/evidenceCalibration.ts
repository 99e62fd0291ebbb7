import { brierDecomposition } from "../metrics/brierDecomposition.js";
import { brierScore } from "../metrics/brierScore.js";
import type { Calibration } from "../metrics/calibrate.js";
import { eceIfCalibrated } from "../metrics/eceIfCalibrated.js";
import { expectedCalibrationError } from "../metrics/expectedCalibrationError.js";
import { groupBootstrap } from "../metrics/groupBootstrap.js";
import { logLoss } from "../metrics/logLoss.js";
import { mean } from "../metrics/mean.js";
import { reliability } from "../metrics/reliability.js";
import type { Estimate, Scored } from "../metrics/summarize.js";
import { scoredOf, type Evaluation, type EvaluationSettings } from "./evaluate.js";
import type { Evidence } from "./evidence.js";
import { calibratedProbs } from "./fitCalibration.js";

/**
 * What a calibration that was fitted on validation images does to others. The interval of the change is the group
 * bootstrap's of the images' own differences: both probabilities are of the same images.
 */
export function calibrationEvidence(
  evaluation: Evaluation,
  calibration: Calibration | undefined,
  settings: EvaluationSettings,
): Evidence["calibration"] {
  const after = scoredOf(evaluation);
  const logits = evaluation.predictions.map(({ logit }) => logit);
  const before = { ...after, scores: calibratedProbs(logits, undefined) };
  const changes = [brierScore, logLoss].map((score) =>
    Float64Array.from(after.groups, (_, i) => {
      const label = [after.labels[i]!];
      return score(label, [after.scores[i]!]) - score(label, [before.scores[i]!]);
    }),
  );
  const meansOf = (drawn: ArrayLike<number>): number[] =>
    changes.map((change) => mean(Array.from(drawn, (i) => change[i]!)));
  const values = meansOf(after.groups.map((_, i) => i));
  const [brier, loss] = groupBootstrap(after.groups, meansOf, settings).map(({ low, high }, k): Estimate => ({
    value: values[k]!,
    low,
    high,
  }));
  return {
    method: calibration?.kind ?? "none",
    parameters: calibration ?? null,
    before: qualityOf(before, settings),
    after: qualityOf(after, settings),
    change: { brier: brier!, logLoss: loss! },
  };
}

function qualityOf(scored: Scored, settings: EvaluationSettings): Evidence["calibration"]["after"] {
  const { labels, scores } = scored;
  return {
    brier: brierScore(labels, scores),
    logLoss: logLoss(labels, scores),
    ece: expectedCalibrationError(labels, scores),
    eceIfCalibrated: eceIfCalibrated(scores, settings),
    reliability: reliability(scored, settings),
    decomposition: brierDecomposition(labels, scores),
  };
}
