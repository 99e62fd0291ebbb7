import { toCsv } from "../csv.js";
import { radiographsOf, type PreparedData } from "../data/prepareData.js";
import { splitCsv } from "../data/splitCsv.js";
import type { Manifest } from "../data/types.js";
import { modelSummary } from "../model/modelSummary.js";
import { logDatasets, type TrackedRun } from "../tracking/index.js";
import type { EpochRecord, TrainingObserver } from "../training/records.js";
import type { TrainingResult } from "../training/trainNetwork.js";
import type { ExperimentConfig } from "./config.js";
import { derivedParams } from "./derivedParams.js";
import type { TrainedModel } from "./trainAndEvaluate.js";
import type { TrainingCost } from "./trainingRecord.js";

/** What is known before training: data sets, the split, files left out, the network's layers, what the config does not spell out. */
export async function logSetUp(run: TrackedRun, config: ExperimentConfig, data: PreparedData): Promise<void> {
  const { manifest, splits, split } = data;
  const parts = radiographsOf(splits);
  await logDatasets(run, { manifest, splits: parts });
  run.mlflow.params({ "split.by": split.by, "split.digest": split.digest });
  await run.mlflow.artifact("split/split.csv", splitCsv(parts));
  if (manifest.rejected.length > 0) await run.mlflow.artifact("data/left-out.csv", leftOutCsv(manifest));
  const { text, trainableWeights } = modelSummary(config.model, config.data.imageSize);
  await run.mlflow.text("model-summary.txt", text);
  run.mlflow.params(derivedParams(config, data, trainableWeights));
}

/** Every file that was not used, with its reason: what is dropped can be a leak too. */
function leftOutCsv({ rejected }: Manifest): string {
  const rows = rejected.map(({ path, label, reason, detail }) => [path, label, reason, detail]);
  return toCsv(["path", "label", "reason", "detail"], rows);
}

/** Each epoch's numbers as it ends, beside whoever else follows the training. */
export function observeEpochs(run: TrackedRun, observer: TrainingObserver | undefined): TrainingObserver {
  return {
    ...observer,
    onEpoch: async (record: EpochRecord) => {
      logEpoch(run, record);
      await observer?.onEpoch?.(record);
    },
  };
}

/**
 * An epoch's numbers as metrics epoch/… and speed/…; what is before the slash is the heading under which MLflow shows their
 * charts. Logged again, as a resumed run does since the process that was killed may not have sent it, it is the same point.
 */
export function logEpoch(run: TrackedRun, record: EpochRecord): void {
  const metrics = {
    "epoch/trainLoss": record.trainLoss,
    "epoch/validationLoss": record.validationLoss,
    "epoch/validationAuc": record.validationAuc,
    "epoch/learningRate": record.learningRate,
    "speed/imagesPerSecond": record.imagesPerSecond,
    "speed/inputWaitShare": record.inputWaitShare,
  };
  run.mlflow.metrics(metrics, { step: record.epoch, timestampMs: record.endedAtMs });
}

/**
 * Where what is known after training belongs: at its last epoch and that epoch's time, so that a run killed while this is
 * being sent has each point once when it is resumed.
 */
export function endOf({ history }: TrainingResult): { step: number; timestampMs: number } {
  const last = history.at(-1);
  return { step: last?.epoch ?? 0, timestampMs: last?.endedAtMs ?? Date.now() };
}

/**
 * How the training went: epochs until it stopped, the epoch whose weights were kept, its speed, and what it took, unless it
 * was resumed: what the process before took is not known.
 */
export function logTraining(run: TrackedRun, { training, weightsSha256 }: TrainedModel, cost: TrainingCost): void {
  const { history, bestEpoch, seconds, imagesPerSecond } = training;
  const metrics = {
    "training/epochs": history.length,
    "training/bestEpoch": bestEpoch,
    "training/seconds": seconds,
    "training/imagesPerSecond": imagesPerSecond,
    ...(cost.isWhole && { "cost/cpuSeconds": cost.cpuSeconds, "cost/peakMemoryMB": cost.peakMemoryMB }),
  };
  run.mlflow.metrics(metrics, endOf(training));
  run.mlflow.tags({ weightsSha256 });
}
