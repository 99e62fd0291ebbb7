import type { AugmentConfig } from "../data/augmentConfig.js";
import { batchesPerEpoch, epochBatches, labelBatch } from "../data/batches.js";
import { trainingBatches, type TrainingBatch } from "../data/trainingBatches.js";
import type { Dataset } from "../data/types.js";
import { logLoss } from "../metrics/logLoss.js";
import { rocAuc } from "../metrics/rocAuc.js";
import type { Network } from "../model/network.js";
import { predictLogits, sigmoid } from "../model/predict.js";
import { readWeights, writeWeights } from "../model/weights.js";
import { createRandom, type Random } from "../random.js";
import { tf } from "../tensorflow/index.js";
import { UserError } from "../userError.js";
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
  /** Training alone, without validation and whoever observes. */
  imagesPerSecond: number;
  /** Share of the training time spent waiting for a batch to be ready. */
  inputWaitShare: number;
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

/** What one epoch of steps needs beside the options. */
interface Progress {
  adam: Adam;
  random: Random;
  classWeights: readonly [number, number];
  stepsPerEpoch: number;
}

/**
 * Trains in place and leaves the weights of the best validation epoch in the network.
 * Every draw comes from the seed: data order, augmentation and dropout of step k depend on (seed, k) alone.
 * @throws RangeError when a class is missing in train, UserError when the loss is not finite
 */
export async function trainNetwork(options: TrainingOptions): Promise<TrainingResult> {
  const { network, train, training, observer, signal } = options;
  const stopping = createEarlyStopping(training.monitor === "auc" ? "higher" : "lower", training.stopAfterStaleEpochs);
  const progress: Progress = {
    adam: createAdam(network.parameters, training.weightDecay),
    random: createRandom(options.seed).fork("training"),
    classWeights: classWeightsOf(train.labels, training.classWeights),
    stepsPerEpoch: batchesPerEpoch(train.labels.length, training.batchSize),
  };
  const started = performance.now();
  const history: EpochRecord[] = [];
  let best = readWeights(network);
  try {
    for (let epoch = 1; epoch <= training.epochs && !signal?.aborted; epoch++) {
      const trained = await trainEpoch(options, progress, epoch);
      if (signal?.aborted) break;
      const validated = await validate(network, options.validation);
      const monitor = training.monitor === "auc" ? validated.validationAuc : validated.validationLoss;
      const isBest = stopping.isBest(epoch, monitor);
      if (isBest) best = readWeights(network);
      const record: EpochRecord = { epoch, ...trained, ...validated, isBest };
      history.push(record);
      await observer?.onEpoch?.(record);
      if (stopping.shouldStop(epoch)) break;
    }
  } finally {
    progress.adam.dispose();
    if (history.length > 0) writeWeights(network, best);
  }
  return {
    status: signal?.aborted ? "killed" : "finished",
    history,
    bestEpoch: Math.max(0, stopping.bestEpoch()),
    seconds: (performance.now() - started) / 1000,
    imagesPerSecond: history.length === 0 ? 0 : history.length / sum(history.map((e) => 1 / e.imagesPerSecond)),
  };
}

type Trained = Pick<EpochRecord, "trainLoss" | "learningRate" | "imagesPerSecond" | "inputWaitShare">;

async function trainEpoch(options: TrainingOptions, progress: Progress, epoch: number): Promise<Trained> {
  const { train, training, augment, observer, signal } = options;
  const { random, stepsPerEpoch } = progress;
  const order = epochBatches(train.labels.length, training.batchSize, random.fork(`order/${epoch}`));
  const stepRandom = (index: number): Random => random.fork(`step/${(epoch - 1) * stepsPerEpoch + index}`);
  const batches = trainingBatches(train, order, augment, (index) => stepRandom(index).fork("augment"));
  const startedMs = performance.now();
  let [index, lossSum, observerMs, waitedSeconds, images, learningRate] = [0, 0, 0, 0, 0, 0];
  const trainedSeconds = (): number => (performance.now() - startedMs - observerMs) / 1000;
  for await (const batch of batches) {
    if (signal?.aborted) break;
    const step = (epoch - 1) * stepsPerEpoch + index;
    learningRate = learningRateAt(step, training.schedule, training.learningRate, stepsPerEpoch, training.epochs);
    const loss = trainStep(options, progress, batch, learningRate, stepRandom(index));
    waitedSeconds += batch.waitedSeconds;
    index += 1;
    images += batch.rows.length;
    if (!Number.isFinite(loss)) {
      throw new UserError(
        `training: expected a finite loss. Received: ${loss} in epoch ${epoch}. Try a lower training.learningRate.`,
      );
    }
    lossSum += loss;
    const imagesPerSecond = images / trainedSeconds();
    const toldMs = performance.now();
    await observer?.onStep?.({ epoch, epochs: training.epochs, step: index, stepsPerEpoch, loss, imagesPerSecond });
    observerMs += performance.now() - toldMs;
    await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C and displays through
  }
  const seconds = trainedSeconds();
  const trained = { trainLoss: lossSum / index, learningRate, imagesPerSecond: images / seconds };
  return { ...trained, inputWaitShare: waitedSeconds / seconds };
}

async function validate(
  network: Network,
  validation: Dataset,
): Promise<Pick<EpochRecord, "validationLoss" | "validationAuc">> {
  const scores = sigmoid(await predictLogits(network, validation));
  return { validationLoss: logLoss(validation.labels, scores), validationAuc: rocAuc(validation.labels, scores) };
}

/** One gradient step; leaves no tensor behind. @returns the batch's loss */
function trainStep(
  { network, train }: TrainingOptions,
  { adam, classWeights }: Progress,
  { rows, pixels }: TrainingBatch,
  learningRate: number,
  random: Random,
): number {
  return tf.tidy(() => {
    const images = tf.tensor4d(pixels, [rows.length, network.imageSize, network.imageSize, 1]);
    const labels = labelBatch(train, rows); // [b, 1]
    const variables = network.parameters.map(({ variable }) => variable);
    const { value, grads } = tf.variableGrads(
      () => sigmoidCrossEntropy(network.forwardTraining(images, random.fork("dropout")), labels, classWeights),
      variables,
    );
    const gradients = variables.map((variable) => grads[variable.name]!);
    adam.step(gradients, learningRate);
    return value.dataSync()[0]!;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
