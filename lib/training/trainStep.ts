import { labelBatch } from "../data/batches.js";
import type { TrainingBatch } from "../data/trainingBatches.js";
import type { Dataset } from "../data/types.js";
import type { Network } from "../model/network.js";
import type { Random } from "../random.js";
import { tf } from "../tensorflow/index.js";
import type { Adam } from "./adam.js";
import type { LossConfig } from "./config.js";
import { lossOf } from "./loss.js";

export interface StepOptions {
  network: Network;
  train: Dataset;
  adam: Adam;
  loss: LossConfig;
  /** Of "not fractured" and "fractured". */
  classWeights: readonly [number, number];
  learningRate: number;
  /** This step's own stream. */
  random: Random;
}

/** One gradient step; leaves no tensor behind. @returns the batch's loss */
export function trainStep(
  { network, train, adam, loss, classWeights, learningRate, random }: StepOptions,
  { rows, pixels }: TrainingBatch,
): number {
  return tf.tidy(() => {
    const images = tf.tensor4d(pixels, [rows.length, network.imageSize, network.imageSize, 1]);
    const labels = labelBatch(train, rows); // [b, 1]
    const variables = network.parameters.map(({ variable }) => variable);
    const { value, grads } = tf.variableGrads(
      () => lossOf(loss, network.forwardTraining(images, random.fork("dropout")), labels, classWeights),
      variables,
    );
    const gradients = variables.map((variable) => grads[variable.name]!);
    adam.step(gradients, learningRate);
    return value.dataSync()[0]!;
  });
}
