import { afterEach, expect, test } from "vitest";
import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import type { Network } from "../../lib/model/network.js";
import { predictLogits, sigmoid } from "../../lib/model/predict.js";
import { readWeights, weightsSha256 } from "../../lib/model/weights.js";
import { rocAuc } from "../../lib/metrics/rocAuc.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { trainingConfigSchema } from "../../lib/training/config.js";
import { trainNetwork, type TrainingOptions, type TrainingResult } from "../../lib/training/trainNetwork.js";
import { syntheticDataset } from "./syntheticDataset.js";

const train = syntheticDataset(160, 16, 1);
const validation = syntheticDataset(80, 16, 2);
const newNetwork = (): Network =>
  createCnn(modelConfigSchema.parse({ filters: [8, 8], denseUnits: [8], dropout: 0.2 }), 16, createRandom(5));

afterEach(() => {
  tf.disposeVariables();
});

async function run(changes: Partial<TrainingOptions> = {}, epochs = 8): Promise<[TrainingResult, Network]> {
  const network = changes.network ?? newNetwork();
  const training = trainingConfigSchema.parse({ epochs, batchSize: 16, learningRate: 0.01, stopAfterStaleEpochs: 50 });
  const augment = augmentConfigSchema.parse({});
  const result = await trainNetwork({ network, train, validation, training, augment, seed: 3, ...changes });
  return [result, network];
}

test("trainNetwork learns a bar in noise that it has not seen", async () => {
  const [result, network] = await run({}, 14);
  expect(result.history.at(-1)!.trainLoss).toBeLessThan(0.5 * result.history[0]!.trainLoss);
  const scores = sigmoid(await predictLogits(network, validation));
  expect(rocAuc(validation.labels, scores)).toBeGreaterThan(0.95);
});

test("trainNetwork gives the same weights to the byte for the same seed, and others for another", async () => {
  const hashes = [];
  for (const seed of [3, 3, 4]) hashes.push(weightsSha256(readWeights((await run({ seed }, 2))[1])));
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).not.toBe(hashes[0]);
});

test("trainNetwork keeps the number of tensors constant over steps and leaves none behind", async () => {
  const network = newNetwork();
  const counts = new Set<number>();
  const before = tf.memory().numTensors;
  const onStep = (): void => void counts.add(tf.memory().numTensors);
  await run({ network, observer: { onStep } }, 2);
  expect(counts.size).toBe(1);
  expect(tf.memory().numTensors).toBe(before);
});

test("trainNetwork brings back the weights of the best validation epoch", async () => {
  const hashes: string[] = [];
  const network = newNetwork();
  const onEpoch = (): void => void hashes.push(weightsSha256(readWeights(network)));
  const training = trainingConfigSchema.parse({ epochs: 6, batchSize: 16, learningRate: 0.05, monitor: "loss" });
  const [result] = await run({ network, training, observer: { onEpoch } });
  const lowest = Math.min(...result.history.map((record) => record.validationLoss));
  expect(result.history[result.bestEpoch - 1]!.validationLoss).toBe(lowest);
  expect(weightsSha256(readWeights(network))).toBe(hashes[result.bestEpoch - 1]);
});

test("trainNetwork stops after the configured number of stale epochs", async () => {
  const training = trainingConfigSchema.parse({
    epochs: 40,
    batchSize: 16,
    learningRate: 0.02,
    stopAfterStaleEpochs: 2,
  });
  const [result] = await run({ training });
  expect(result.history.length).toBe(Math.min(40, result.bestEpoch + 2));
  expect(result.history.length).toBeLessThan(40);
});

test("trainNetwork ends as killed when the signal comes, with the epochs it has", async () => {
  const stop = new AbortController();
  const onStep = ({ epoch, step }: { epoch: number; step: number }): void => {
    if (epoch === 2 && step === 3) stop.abort();
  };
  const [result] = await run({ signal: stop.signal, observer: { onStep } });
  expect(result.status).toBe("killed");
  expect(result.history.length).toBe(1);
  expect(result.bestEpoch).toBe(1);
});

test("trainNetwork refuses a training set of one class", async () => {
  const oneClass = { ...train, labels: new Uint8Array(160) };
  await expect(run({ train: oneClass })).rejects.toThrow("Expected both classes in training. Received: 0 fractured");
});

test("trainNetwork keeps the number of tensors constant over steps, epochs and predictions", async () => {
  const network = newNetwork();
  const counts: number[] = [];
  const onEpoch = (): void => void counts.push(tf.memory().numTensors);
  await run({ network, observer: { onEpoch } }, 4);
  expect(new Set(counts).size).toBe(1);
});

test("trainNetwork says what share of its time it waited for input, within 0 and 1", async () => {
  const [result] = await run({}, 2);
  for (const { inputWaitShare, imagesPerSecond } of result.history) {
    expect(inputWaitShare).toBeGreaterThanOrEqual(0);
    expect(inputWaitShare).toBeLessThan(1);
    expect(imagesPerSecond).toBeGreaterThan(0);
  }
});

test("trainNetwork does not train on when a weight is NaN: it says that the loss is not finite", async () => {
  const network = newNetwork();
  const { variable } = network.parameters.find(({ name }) => name === "conv1/kernel")!;
  const values = variable.dataSync<"float32">().slice();
  values[0] = NaN; // one number of one channel
  variable.assign(tf.tensor(values, variable.shape));
  await expect(run({ network })).rejects.toThrow("training: expected a finite loss. Received: NaN in epoch 1");
});

test("trainNetwork's order of images, augmentation and dropout do not depend on how slow the observer is", async () => {
  const hashes: string[] = [];
  for (const pauseMs of [0, 5]) {
    const onStep = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));
    hashes.push(weightsSha256(readWeights((await run({ observer: { onStep } }, 1))[1])));
  }
  expect(hashes[1]).toBe(hashes[0]);
});

test("trainNetwork ends with the observer's own error and leaves no tensor behind", async () => {
  const failure = new Error("the display is gone");
  const onStep = (): void => {
    throw failure;
  };
  const before = tf.memory().numTensors;
  const network = newNetwork();
  await expect(run({ network, observer: { onStep } })).rejects.toBe(failure);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
