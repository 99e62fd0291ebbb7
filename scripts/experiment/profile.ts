import { batchesPerEpoch } from "../../lib/data/batches.js";
import type { PreparedData } from "../../lib/data/prepareData.js";
import type { ExperimentConfig } from "../../lib/experiment/config.js";
import type { ExperimentResult } from "../../lib/experiment/runExperiment.js";
import { tf } from "../../lib/tensorflow/index.js";

/** Where the time of an experiment went; what a step spends it on, by op, says `npm run bench -- --profile`. */
export function printProfile(config: ExperimentConfig, { splits }: PreparedData, result: ExperimentResult): void {
  const { history, seconds: trained } = result.training;
  const { batchSize } = config.training;
  const images = splits.train.labels.length;
  const imagesPerEpoch = batchesPerEpoch(images, batchSize) * Math.min(batchSize, images);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const stepping = sum(history.map(({ imagesPerSecond }) => imagesPerEpoch / imagesPerSecond));
  const waiting = sum(
    history.map(({ imagesPerSecond, inputWaitShare }) => (inputWaitShare * imagesPerEpoch) / imagesPerSecond),
  );
  const parts = {
    "steps of training": stepping - waiting,
    "waiting for a batch": waiting,
    "validation, checkpoints, display": trained - stepping,
    "judging, figures, recording": result.seconds - trained,
  };
  console.table(
    Object.fromEntries(
      Object.entries(parts).map(([name, seconds]) => [
        name,
        { seconds: Number(seconds.toFixed(2)), percent: Math.round((100 * seconds) / result.seconds) },
      ]),
    ),
  );
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(
    `processor ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s with reading the set; ` +
      `memory at most ${(maxRSS / 1024).toFixed(0)} MB; ${tf.memory().numTensors} tensors left`,
  );
}
