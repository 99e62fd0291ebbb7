import { evaluationFigures } from "../../lib/experiment/evaluationFigures.js";
import type { PreparedData } from "../../lib/data/prepareData.js";
import type { ExperimentConfig } from "../../lib/experiment/config.js";
import { fastDevRun, overfitBatches } from "../../lib/experiment/debugRuns.js";
import { trainAndEvaluate } from "../../lib/experiment/trainAndEvaluate.js";
import type { TrainingObserver } from "../../lib/training/records.js";
import { UserError } from "../../lib/userError.js";

export interface Watching {
  observer: TrainingObserver;
  signal: AbortSignal;
}

/** Nothing learnt by heart keeps a loss as high as this: 0.69 is what guessing has. */
const learntLoss = 0.05;

/** Every part of an experiment once; nothing is recorded. */
export async function runFast(config: ExperimentConfig, data: PreparedData, watching: Watching): Promise<void> {
  const started = performance.now();
  const run = fastDevRun(config, data);
  const model = await trainAndEvaluate(run.config, run.data, watching);
  const figures = model.test
    ? Object.keys(evaluationFigures(model.test, { seed: config.seed, ...config.evaluation }))
    : [];
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `fast-dev-run: trained, validated, judged and drew ${figures.length} figures in ${seconds.toFixed(1)} s.`,
  );
  console.log("Nothing was recorded, and these numbers mean nothing.");
}

/** @throws UserError when the batches were not learnt by heart */
export async function runOverfit(
  config: ExperimentConfig,
  data: PreparedData,
  batches: number,
  watching: Watching,
): Promise<void> {
  const run = overfitBatches(config, data, batches);
  const { training } = await trainAndEvaluate(run.config, run.data, watching);
  const last = training.history.at(-1);
  if (!last || training.status === "killed") return;
  const result = `loss ${last.trainLoss.toFixed(4)} after ${training.history.length} epochs of ${batches} batches`;
  if (last.trainLoss > learntLoss) {
    throw new UserError(
      `overfit-batches: expected a loss below ${learntLoss}, since a few images can be learnt by heart. Received: ${result}. ` +
        "More epochs, a higher training.learningRate, or a larger network may do; else look for a bug.",
    );
  }
  console.log(`overfit-batches: ${result}: the network and the loop can learn. Nothing was recorded.`);
}
