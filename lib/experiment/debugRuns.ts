import { subset } from "../data/subset.js";
import type { PreparedData } from "../data/prepareData.js";
import type { Dataset, Radiograph } from "../data/types.js";
import { createRandom } from "../random.js";
import type { ExperimentConfig } from "./config.js";

/** What a debug run trains: never recorded, and its numbers mean nothing about the data. */
export interface DebugRun {
  config: ExperimentConfig;
  data: PreparedData;
}

/** One epoch of two batches, one batch of validation and of test: every line of an experiment, in seconds. */
export function fastDevRun(config: ExperimentConfig, data: PreparedData): DebugRun {
  const { batchSize } = config.training;
  const { train, validation, test } = data.splits;
  const some = (dataset: Dataset, count: number): Dataset => fewImages(dataset, count, config.seed);
  return {
    config: {
      ...config,
      training: { ...config.training, epochs: 1 },
      evaluation: { ...config.evaluation, resamples: 100 },
    },
    data: {
      ...data,
      splits: {
        train: some(train, 2 * batchSize),
        validation: some(validation, batchSize),
        test: some(test, batchSize),
      },
    },
  };
}

/**
 * A few batches learnt by heart: trained and validated on the same images, without augmentation, dropout, weight decay or
 * early stopping, at a constant rate. A network and a loop that are right come to a loss near 0; a bug does not.
 */
export function overfitBatches(config: ExperimentConfig, data: PreparedData, batches: number): DebugRun {
  const { training } = config;
  const few = fewImages(data.splits.train, batches * training.batchSize, config.seed);
  return {
    config: {
      ...config,
      model: { ...config.model, dropout: 0 },
      augment: { flipProb: 0, rotationDegrees: 0, shiftShare: 0, zoomShare: 0, contrastShare: 0 },
      training: {
        ...training,
        weightDecay: 0,
        monitor: "loss",
        stopAfterStaleEpochs: training.epochs,
        schedule: { ...training.schedule, kind: "constant" },
      },
      evaluation: { ...config.evaluation, resamples: 100 },
    },
    data: { ...data, splits: { train: few, validation: few, test: few } },
  };
}

/** Both classes alike, as far as there are images. */
function fewImages(dataset: Dataset, count: number, seed: number): Dataset {
  const images = createRandom(seed)
    .fork("few images")
    .shuffle([...dataset.labels.keys()]);
  const ofClass = (label: number): number[] => images.filter((i) => dataset.labels[i] === label);
  const fractured = ofClass(1).slice(0, Math.ceil(count / 2));
  const chosen = [...fractured, ...ofClass(0).slice(0, count - fractured.length)].sort((a, b) => a - b);
  return subset(
    dataset,
    chosen.map((i): Radiograph => dataset.radiographs[i]!),
  );
}
