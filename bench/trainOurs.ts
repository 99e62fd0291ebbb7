import type { AugmentConfig } from "../lib/data/augmentConfig.js";
import { inMemoryDataset } from "../lib/data/inMemoryDataset.js";
import { readImages } from "../lib/data/readImages.js";
import type { Dataset } from "../lib/data/types.js";
import { createCnn } from "../lib/model/cnn.js";
import { modelConfigSchema } from "../lib/model/config.js";
import type { Network } from "../lib/model/network.js";
import { createRandom } from "../lib/random.js";
import { trainingConfigSchema } from "../lib/training/config.js";
import type { EpochRecord, TrainingObserver } from "../lib/training/records.js";
import { trainNetwork } from "../lib/training/trainNetwork.js";
import { noAugmentation } from "./noAugmentation.js";
import { network as fixed, type Workload } from "./workload.js";

export interface OursTraining extends TrainingObserver {
  epochs?: number;
  augment?: AugmentConfig;
  validation?: Dataset;
}

/**
 * The project's network and its own training loop, set to do what Keras's `fit` does: a constant learning rate, plain Adam, no
 * class weights.
 * @returns train, which goes on from where the last call ended
 */
export function trainOurs(
  workload: Workload,
  dataset: Dataset,
): { network: Network; train: (options?: OursTraining) => Promise<EpochRecord[]> } {
  const { filters, size, batch, seed } = workload;
  const { denseUnits, dropout, learningRate } = fixed;
  const network = createCnn(modelConfigSchema.parse({ filters, denseUnits, dropout }), size, createRandom(seed));
  // The loop validates after each epoch, on the clock: as little as it can, one image of each class.
  const oneOfEach = pickImages(dataset, [dataset.labels.indexOf(0), dataset.labels.indexOf(1)]);
  let trainings = 0;
  const train = async ({
    epochs = 1,
    augment = noAugmentation,
    validation = oneOfEach,
    ...observer
  }: OursTraining = {}): Promise<EpochRecord[]> => {
    const training = trainingConfigSchema.parse({
      epochs,
      batchSize: batch,
      learningRate,
      schedule: { kind: "constant", warmupEpochs: 0 },
      weightDecay: 0,
      classWeights: "none",
      stopAfterStaleEpochs: epochs,
    });
    const options = { network, train: dataset, validation, training, augment, seed: seed + trainings++, observer };
    return (await trainNetwork(options)).history;
  };
  return { network, train };
}

/** Some images of a data set as one of their own. */
export function pickImages(dataset: Dataset, rows: readonly number[]): Dataset {
  return inMemoryDataset({
    imageSize: dataset.imageSize,
    pixels: readImages(dataset, rows),
    labels: Uint8Array.from(rows, (row) => dataset.labels[row]!),
    radiographs: [],
  });
}
