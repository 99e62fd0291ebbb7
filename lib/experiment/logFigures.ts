import type { PreparedData } from "../data/prepareData.js";
import type { Figure } from "../figures/figure.js";
import { learningCurves } from "../figures/learningCurves.js";
import { worstErrors } from "../figures/worstErrors.js";
import { logFigure, type TrackedRun } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import { evaluationFigures } from "./evaluationFigures.js";
import { evidenceFigures } from "./evidenceFigures.js";
import type { JudgedModel } from "./gatherEvidence.js";
import { logExplanations } from "./logExplanations.js";

/** The figures that a training is read by; those of the test images only of one that finished. */
export async function logFigures(
  run: TrackedRun,
  config: ExperimentConfig,
  { splits }: PreparedData,
  { model, evidence }: JudgedModel,
  renderPng: ((figure: Figure) => Promise<Uint8Array | undefined>) | undefined,
): Promise<void> {
  const { training, test, thresholdProb } = model;
  const settings = { seed: config.seed, ...config.evaluation };
  const probs = test?.predictions.map(({ prob }) => prob);
  const figures: Record<string, Figure> = {
    "learning-curves": learningCurves(training.history),
    ...(test && evaluationFigures(test, settings)),
    ...(evidence && evidenceFigures(evidence)),
    ...(probs && { "worst-errors": await worstErrors(splits.test, probs, { thresholdProb }) }),
  };
  if (test) figures["explanations"] = await logExplanations(run, config, splits.test, { model, test });
  for (const [name, figure] of Object.entries(figures)) await logFigure(run, name, figure, await renderPng?.(figure));
}
