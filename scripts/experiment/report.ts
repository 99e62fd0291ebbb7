import type { ExperimentResult } from "../../lib/experiment/runExperiment.js";
import { printMetrics } from "../printMetrics.js";

/** What a training came to, on the screen. */
export function report(result: ExperimentResult): void {
  const { training, test, evidence, folder, stored, pages } = result;
  console.log(`${result.status} after ${training.history.length} epochs, best ${training.bestEpoch}`);
  if (test) printMetrics(test, evidence);
  if (folder) console.log(`model: ${folder}`);
  if (pages) console.log(`MLflow: ${pages.run}\nall runs: ${pages.runs}`);
  if (stored === "spool") console.warn("MLflow was away: the records wait on this machine for `npm run mlflow:sync`.");
}

/** What --json gets. */
export function resultJson(result: ExperimentResult): object {
  const { runId, status, seconds, weightsSha256, training, validation, test, evidence, thresholdProb } = result;
  return {
    runId,
    status,
    seconds,
    imagesPerSecond: training.imagesPerSecond,
    weightsSha256,
    epochs: training.history.length,
    bestEpoch: training.bestEpoch,
    threshold: thresholdProb,
    metrics: {
      validation: validation?.metrics ?? null,
      test: test?.metrics ?? null,
      withinRegion: evidence?.withinRegion ?? null,
    },
    evidence: evidence ?? null,
  };
}
