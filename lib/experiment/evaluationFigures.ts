import { calibrationFigure } from "../figures/calibrationFigure.js";
import { confusionFigure } from "../figures/confusionFigure.js";
import { decisionCurveFigure } from "../figures/decisionCurveFigure.js";
import type { Figure } from "../figures/figure.js";
import { metricsTable } from "../figures/metricsTable.js";
import { prFigure } from "../figures/prFigure.js";
import { rocFigure } from "../figures/rocFigure.js";
import { scoreHistogram } from "../figures/scoreHistogram.js";
import { decisionCurve } from "../metrics/decisionCurve.js";
import { scoredOf, type Evaluation, type EvaluationSettings } from "./evaluate.js";

/**
 * The figures that every evaluation is read by; their names are the artifacts' names. Curves are drawn of the
 * probabilities that users see, which an isotonic calibration ties; the AUC beside them is that of the logits.
 */
export function evaluationFigures(evaluation: Evaluation, settings: EvaluationSettings): Record<string, Figure> {
  const { metrics, confusion, thresholdProb } = evaluation;
  const { confidence } = settings;
  const scored = scoredOf(evaluation);
  const prevalence = (confusion.truePositives + confusion.falseNegatives) / evaluation.predictions.length;
  return {
    metrics: metricsTable(metrics, { confidence }),
    confusion: confusionFigure(confusion),
    roc: rocFigure(scored, { auc: metrics.auc, thresholdProb, ...settings }),
    "precision-recall": prFigure(scored, { averagePrecision: metrics.averagePrecision, thresholdProb, confidence }),
    calibration: calibrationFigure(scored, { brier: metrics.brier, ece: metrics.ece, ...settings }),
    "decision-curve": decisionCurveFigure(decisionCurve(scored, settings), { prevalence, confidence }),
    scores: scoreHistogram(scored, { thresholdProb }),
  };
}
