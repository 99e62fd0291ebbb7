import type { AugmentConfig } from "../data/augmentConfig.js";
import { batchesPerEpoch, epochBatches } from "../data/batches.js";
import { trainingBatches } from "../data/trainingBatches.js";
import type { Dataset } from "../data/types.js";
import { logLoss } from "../metrics/logLoss.js";
import { rocAuc } from "../metrics/rocAuc.js";
import type { Network } from "../model/network.js";
import { predictLogits, sigmoid } from "../model/predict.js";
import { readWeights, writeWeights } from "../model/weights.js";
import { createRandom, type Random } from "../random.js";
import { UserError } from "../userError.js";
import { createAdam, type Adam } from "./adam.js";
import type { TrainingConfig } from "./config.js";
import { createEarlyStopping } from "./earlyStopping.js";
import { epochRank } from "./epochRank.js";
import { classWeightsOf } from "./loss.js";
import type { EpochRecord, TrainingObserver } from "./records.js";
import { learningRateAt } from "./schedule.js";
import type { CheckpointKeeper, TrainingState } from "./trainingState.js";
import { trainStep } from "./trainStep.js";

export interface TrainingOptions {
  network: Network;
  train: Dataset;
  validation: Dataset;
  training: TrainingConfig;
  augment: AugmentConfig;
  seed: number;
  observer?: TrainingObserver;
  signal?: AbortSignal;
  checkpoints?: CheckpointKeeper;
  /** Asked after each epoch, and of a resumed training about its last one; false ends it as early stopping does. */
  goesOn?: (record: EpochRecord) => Promise<boolean>;
  /** Goes on from here, to the bytes that an uninterrupted training would have ended in. */
  resumeFrom?: TrainingState;
}

export interface TrainingResult {
  /** "killed" when the signal came: the best weights until then are in the network. */
  status: "finished" | "killed";
  /** Of a resumed training, with the epochs before. */
  history: EpochRecord[];
  /** From 1; 0 when no epoch ended. */
  bestEpoch: number;
  /** Of all epochs together; of a resumed training, without what was lost. */
  seconds: number;
  imagesPerSecond: number;
}

/** What one epoch of steps needs beside the options. */
interface Progress {
  adam: Adam;
  random: Random;
  classWeights: readonly [number, number];
  stepsPerEpoch: number;
  /** The state as of now, within the epoch. */
  stateAt(at: Position): TrainingState;
}

type Position = Pick<TrainingState, "epoch" | "step" | "lossSum" | "seconds">;

/**
 * Trains in place and leaves the weights of the best validation epoch in the network.
 * Every draw comes from the seed: data order, augmentation and dropout of step k depend on (seed, k) alone.
 * @throws RangeError when a class is missing in train or `resumeFrom` is of another network, UserError when the loss is
 *   not finite
 */
export async function trainNetwork(options: TrainingOptions): Promise<TrainingResult> {
  const { network, train, training, observer, signal, checkpoints, resumeFrom } = options;
  const stopping = createEarlyStopping(training.stopAfterStaleEpochs);
  const history = [...(resumeFrom?.history ?? [])];
  for (const record of history) stopping.isBest(record.epoch, epochRank(training.monitor, record));
  if (resumeFrom) writeWeights(network, resumeFrom.weights);
  let bestWeights = resumeFrom?.bestWeights ?? readWeights(network);
  const adam = createAdam(network.parameters, training.weightDecay);
  const progress: Progress = {
    adam,
    random: createRandom(options.seed).fork("training"),
    classWeights: classWeightsOf(train.labels, training.classWeights),
    stepsPerEpoch: batchesPerEpoch(train.labels.length, training.batchSize),
    stateAt: (at) => {
      return { ...at, history: [...history], weights: readWeights(network), bestWeights, optimizer: adam.read() };
    },
  };
  let at: Position = resumeFrom ?? { epoch: 1, step: 0, lossSum: 0, seconds: 0 };
  try {
    if (resumeFrom) adam.write(resumeFrom.optimizer);
    let last = history.at(-1);
    while (at.epoch <= training.epochs && !stopping.shouldStop(at.epoch - 1) && !signal?.aborted) {
      if (last && (await options.goesOn?.(last)) === false) break;
      const { epoch } = at;
      const startedMs = performance.now() - 1000 * at.seconds;
      const trained = await trainEpoch(options, progress, at);
      if (signal?.aborted) break;
      const validated = await validate(network, options.validation);
      const isBest = stopping.isBest(epoch, epochRank(training.monitor, validated));
      if (isBest) bestWeights = readWeights(network);
      const seconds = (performance.now() - startedMs) / 1000;
      const record: EpochRecord = { epoch, ...trained, ...validated, isBest, seconds, endedAtMs: Date.now() };
      history.push(record);
      last = record;
      at = { epoch: epoch + 1, step: 0, lossSum: 0, seconds: 0 };
      await checkpoints?.save(progress.stateAt(at));
      await observer?.onEpoch?.(record);
    }
  } finally {
    adam.dispose();
    if (history.length > 0) writeWeights(network, bestWeights);
  }
  return {
    status: signal?.aborted ? "killed" : "finished",
    history,
    bestEpoch: Math.max(0, stopping.bestEpoch()),
    seconds: sum(history.map((record) => record.seconds)),
    imagesPerSecond: history.length === 0 ? 0 : history.length / sum(history.map((e) => 1 / e.imagesPerSecond)),
  };
}

type Trained = Pick<EpochRecord, "trainLoss" | "learningRate" | "imagesPerSecond" | "inputWaitShare">;

/** The steps of an epoch that are left; a signal ends them, with a state saved. */
async function trainEpoch(options: TrainingOptions, progress: Progress, from: Position): Promise<Trained> {
  const { train, training, augment, observer, signal, checkpoints } = options;
  const { random, stepsPerEpoch } = progress;
  const { epoch } = from;
  const order = epochBatches(train.labels.length, training.batchSize, random.fork(`order/${epoch}`));
  const firstStep = (epoch - 1) * stepsPerEpoch;
  const stepRandom = (index: number): Random => random.fork(`step/${firstStep + index}`);
  const batches = trainingBatches(train, order, augment, (index) => stepRandom(index).fork("augment"), from.step);
  const startedMs = performance.now();
  let { step, lossSum } = from;
  let [pausedMs, waitedSeconds, images] = [0, 0, 0];
  const trainedSeconds = (): number => (performance.now() - startedMs - pausedMs) / 1000;
  const rateAt = (index: number): number =>
    learningRateAt(firstStep + index, training.schedule, training.learningRate, stepsPerEpoch, training.epochs);
  for await (const batch of batches) {
    if (signal?.aborted) break;
    const loss = trainStep(
      { ...options, ...progress, loss: training.loss, learningRate: rateAt(step), random: stepRandom(step) },
      batch,
    );
    waitedSeconds += batch.waitedSeconds;
    step += 1;
    images += batch.rows.length;
    if (!Number.isFinite(loss)) {
      throw new UserError(
        `training: expected a finite loss. Received: ${loss} in epoch ${epoch}. Try a lower training.learningRate.`,
      );
    }
    lossSum += loss;
    const imagesPerSecond = images / trainedSeconds();
    const pausedSinceMs = performance.now();
    await observer?.onStep?.({ epoch, epochs: training.epochs, step, stepsPerEpoch, loss, imagesPerSecond });
    const isDue = checkpoints && (step % checkpoints.everySteps === 0 || signal?.aborted) && step < stepsPerEpoch;
    if (isDue)
      await checkpoints.save(
        progress.stateAt({ epoch, step, lossSum, seconds: from.seconds + (performance.now() - startedMs) / 1000 }),
      );
    pausedMs += performance.now() - pausedSinceMs;
    await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C and displays through
  }
  const seconds = trainedSeconds();
  const trained = { trainLoss: lossSum / step, learningRate: rateAt(step - 1), imagesPerSecond: images / seconds };
  return { ...trained, inputWaitShare: waitedSeconds / seconds };
}

async function validate(
  network: Network,
  validation: Dataset,
): Promise<Pick<EpochRecord, "validationLoss" | "validationAuc">> {
  const scores = sigmoid(await predictLogits(network, validation));
  return { validationLoss: logLoss(validation.labels, scores), validationAuc: rocAuc(validation.labels, scores) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
