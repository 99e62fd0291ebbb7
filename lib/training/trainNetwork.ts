import { augmentBatch, type AugmentConfig } from "../data/augment.js";
import { epochBatches, imageBatch, labelBatch } from "../data/batches.js";
import type { Dataset } from "../data/types.js";
import { logLoss } from "../metrics/logLoss.js";
import { rocAuc } from "../metrics/rocAuc.js";
import type { Network } from "../model/network.js";
import { predictLogits, sigmoid } from "../model/predict.js";
import { readWeights, writeWeights } from "../model/weights.js";
import { createRandom, type Random } from "../random.js";
import { tf } from "../tensorflow/index.js";
import { createAdam, type Adam } from "./adam.js";
import type { TrainingConfig } from "./config.js";
import { createEarlyStopping } from "./earlyStopping.js";
import { classWeightsOf, sigmoidCrossEntropy } from "./loss.js";
import { learningRateAt } from "./schedule.js";

export interface EpochRecord {
  /** From 1. */
  epoch: number;
  trainLoss: number;
  validationLoss: number;
  validationAuc: number;
  /** At the epoch's last step. */
  learningRate: number;
  /** Training alone, without validation. */
  imagesPerSecond: number;
  isBest: boolean;
}

export interface StepRecord {
  epoch: number;
  epochs: number;
  /** From 1, within the epoch. */
  step: number;
  stepsPerEpoch: number;
  /** Of this step's batch. */
  loss: number;
  imagesPerSecond: number;
}

/** How a caller follows a training; both may be slow without harm to the result. */
export interface TrainingObserver {
  onStep?(record: StepRecord): void | Promise<void>;
  onEpoch?(record: EpochRecord): void | Promise<void>;
}

export interface TrainingOptions {
  network: Network;
  train: Dataset;
  validation: Dataset;
  training: TrainingConfig;
  augment: AugmentConfig;
  seed: number;
  observer?: TrainingObserver;
  signal?: AbortSignal;
}

export interface TrainingResult {
  /** "killed" when the signal came: the best weights until then are in the network. */
  status: "finished" | "killed";
  history: EpochRecord[];
  /** From 1; 0 when no epoch ended. */
  bestEpoch: number;
  seconds: number;
  imagesPerSecond: number;
}

/**
 * Trains in place and leaves the weights of the best validation epoch in the network.
 * Every draw comes from the seed: data order, augmentation and dropout of step k depend on (seed, k) alone.
 * @throws RangeError when a class is missing in train, Error when the loss is not finite
 */
export async function trainNetwork(options: TrainingOptions): Promise<TrainingResult> {
  const { network, train, validation, training, observer, signal } = options;
  const random = createRandom(options.seed).fork("training");
  const classWeights = classWeightsOf(train.labels, training.classWeights);
  const stepsPerEpoch = epochBatches(train.labels.length, training.batchSize, random.fork("count")).length;
  const adam = createAdam(network.parameters, training.weightDecay);
  const stopping = createEarlyStopping(training.monitor === "auc" ? "higher" : "lower", training.stopAfterStaleEpochs);
  const history: EpochRecord[] = [];
  const started = performance.now();
  let best = readWeights(network);
  let trainingSeconds = 0;
  let images = 0;
  try {
    for (let epoch = 1; epoch <= training.epochs && !signal?.aborted; epoch++) {
      const batches = epochBatches(train.labels.length, training.batchSize, random.fork(`order/${epoch}`));
      let lossSum = 0;
      let epochSeconds = 0;
      let epochImages = 0;
      let learningRate = 0;
      for (const [index, rows] of batches.entries()) {
        const step = (epoch - 1) * stepsPerEpoch + index;
        learningRate = learningRateAt(step, training.schedule, training.learningRate, stepsPerEpoch, training.epochs);
        const stepStarted = performance.now();
        const loss = trainStep(options, adam, rows, classWeights, learningRate, random.fork(`step/${step}`));
        epochSeconds += (performance.now() - stepStarted) / 1000;
        epochImages += rows.length;
        if (!Number.isFinite(loss)) {
          throw new Error(
            `Expected a finite loss. Received: ${loss} at epoch ${epoch}. Try a lower training.learningRate.`,
          );
        }
        lossSum += loss;
        const imagesPerSecond = epochImages / epochSeconds;
        await observer?.onStep?.({
          epoch,
          epochs: training.epochs,
          step: index + 1,
          stepsPerEpoch,
          loss,
          imagesPerSecond,
        });
        await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C and displays through
        if (signal?.aborted) break;
      }
      trainingSeconds += epochSeconds;
      images += epochImages;
      if (signal?.aborted) break;

      const scores = sigmoid(await predictLogits(network, validation));
      const validationLoss = logLoss(validation.labels, scores);
      const validationAuc = rocAuc(validation.labels, scores);
      const isBest = stopping.isBest(epoch, training.monitor === "auc" ? validationAuc : validationLoss);
      if (isBest) best = readWeights(network);
      const record: EpochRecord = {
        epoch,
        trainLoss: lossSum / batches.length,
        validationLoss,
        validationAuc,
        learningRate,
        imagesPerSecond: epochImages / epochSeconds,
        isBest,
      };
      history.push(record);
      await observer?.onEpoch?.(record);
      if (stopping.shouldStop(epoch)) break;
    }
  } finally {
    adam.dispose();
    if (history.length > 0) writeWeights(network, best);
  }
  return {
    status: signal?.aborted ? "killed" : "finished",
    history,
    bestEpoch: Math.max(0, stopping.bestEpoch()),
    seconds: (performance.now() - started) / 1000,
    imagesPerSecond: trainingSeconds === 0 ? 0 : images / trainingSeconds,
  };
}

/** One gradient step; leaves no tensor behind. @returns the batch's loss */
function trainStep(
  { network, train, augment }: TrainingOptions,
  adam: Adam,
  rows: readonly number[],
  classWeights: readonly [number, number],
  learningRate: number,
  random: Random,
): number {
  return tf.tidy(() => {
    const images = augmentBatch(imageBatch(train, rows), augment, random.fork("augment")); // [b, s, s, 1]
    const labels = labelBatch(train, rows); // [b, 1]
    const variables = network.parameters.map(({ variable }) => variable);
    const { value, grads } = tf.variableGrads(
      () => sigmoidCrossEntropy(network.forwardTraining(images, random.fork("dropout")), labels, classWeights),
      variables,
    );
    adam.step(
      variables.map((variable) => grads[variable.name]!),
      learningRate,
    );
    return value.dataSync()[0]!;
  });
}
