import { expect, test } from "vitest";
import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema, type ModelConfig } from "../../lib/model/config.js";
import { addBias } from "../../lib/model/layers/addBias.js";
import { batchNormFrozen, batchNormTraining, type BatchNormState } from "../../lib/model/layers/batchNorm.js";
import { biasPoolRelu } from "../../lib/model/layers/biasPoolRelu.js";
import { dropout } from "../../lib/model/layers/dropout.js";
import { globalAveragePool } from "../../lib/model/layers/globalAveragePool.js";
import { normPoolRelu } from "../../lib/model/layers/normPoolRelu.js";
import { relu } from "../../lib/model/layers/relu.js";
import { predictLogits } from "../../lib/model/predict.js";
import { readWeights, writeWeights, type WeightArray } from "../../lib/model/weights.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { trainingConfigSchema } from "../../lib/training/config.js";
import { trainNetwork } from "../../lib/training/trainNetwork.js";
import { syntheticDataset } from "../training/syntheticDataset.js";
import { normal, normal4d, options, runLayer, stateOf } from "./layers/layerInputs.js";
import { onBackend } from "./onBackend.js";

type Numbers = Record<string, number[]>;
type Layer = (x: tf.Tensor4D, state: BatchNormState) => tf.Tensor;

const layers: Record<string, Layer> = {
  normPoolRelu: (x, state) => normPoolRelu(x, state, options),
  batchNormTraining: (x, state) => batchNormTraining(x, state, options),
  batchNormFrozen: (x, state) => batchNormFrozen(x, state, options),
  addBias: (x, { beta }) => addBias(x, beta),
  biasPoolRelu: (x, { beta }) => biasPoolRelu(x, beta as unknown as tf.Tensor1D),
  relu,
  globalAveragePool,
  dropout: (x) => dropout(x, 0.4, createRandom(3)),
};

/** Values, gradients and statistics of a layer on the present backend. */
function layerNumbers(layer: Layer): Numbers {
  return tf.tidy(() => {
    const [x, state] = [normal4d("x", [3, 5, 6, 7], 1, 2), stateOf(7)];
    const numbers: Numbers = {};
    if (layer === layers.biasPoolRelu)
      numbers.value = [...layer(x, state).dataSync()]; // for prediction: no gradient
    else {
      const dy = normal("dy", layer(x, stateOf(7)).shape);
      const { value, grads } = runLayer((input, s) => layer(input, s).add(zeroFor(s)), x, state, dy);
      Object.assign(numbers, { value: [...value.dataSync()], dx: [...grads[0]!.dataSync()] });
      Object.assign(numbers, { dGamma: [...grads[1]!.dataSync()], dBeta: [...grads[2]!.dataSync()] });
    }
    numbers.movingMean = [...state.movingMean.dataSync()];
    numbers.movingVariance = [...state.movingVariance.dataSync()];
    return numbers;
  });
}

/** Nothing, with a gradient of nothing: tfjs wants every variable to have a part in the value. */
const zeroFor = ({ gamma, beta }: BatchNormState): tf.Tensor => gamma.add(beta).mul(0).sum();

function expectClose(actual: Numbers, expected: Numbers, tolerance: number): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const scale = Math.max(1e-3, ...values.map(Math.abs));
    expect(actual[name]!.length).toBe(values.length);
    values.forEach((value, i) => {
      expect(Math.abs(actual[name]![i]! - value) / scale, `${name}[${i}]`).toBeLessThan(tolerance);
    });
  }
}

test.each(Object.entries(layers))("%s gives the same numbers on the cpu backend", async (_, layer) => {
  const native = await onBackend("tensorflow", () => layerNumbers(layer));
  expectClose(await onBackend("cpu", () => layerNumbers(layer)), native, 1e-4);
});

/** Three steps from one seed, dropout and augmentation included: weights, losses, and then predictions. */
async function threeSteps(): Promise<Numbers> {
  const config = modelConfigSchema.parse({ filters: [4, 6], denseUnits: [5], dropout: 0.3 });
  const network = createCnn(config, 16, createRandom(5));
  const [train, validation] = [syntheticDataset(24, 16, 1), syntheticDataset(10, 16, 2)];
  const training = trainingConfigSchema.parse({ epochs: 1, batchSize: 8, learningRate: 0.01 });
  const losses: number[] = [];
  const observer = { onStep: ({ loss }: { loss: number }) => void losses.push(loss) };
  await trainNetwork({
    network,
    train,
    validation,
    training,
    augment: augmentConfigSchema.parse({}),
    seed: 3,
    observer,
  });
  expect(losses.length).toBe(3);
  const weights = readWeights(network).map(({ name, values }): [string, number[]] => [name, [...values]]);
  return { ...Object.fromEntries(weights), losses, logits: [...(await predictLogits(network, validation))] };
}

test.each(["cpu", "wasm"] as const)("a trained network predicts the same on the %s backend", async (backend) => {
  const config = modelConfigSchema.parse({ filters: [4, 6], denseUnits: [5] });
  const [weights, dataset] = [await trainedWeights(config), syntheticDataset(10, 17, 2)];
  const predict = async (): Promise<Numbers> => {
    const network = createCnn(config, 17, createRandom(1));
    writeWeights(network, weights);
    return { logits: [...(await predictLogits(network, dataset))] };
  };
  expectClose(await onBackend(backend, predict), await onBackend("tensorflow", predict), 1e-4);
});

/** Moved statistics and unequal betas, so that folding has something to fold. */
async function trainedWeights(config: ModelConfig): Promise<WeightArray[]> {
  return onBackend("tensorflow", async () => {
    const network = createCnn(config, 17, createRandom(5));
    const training = trainingConfigSchema.parse({ epochs: 1, batchSize: 8, learningRate: 0.01 });
    const [train, validation] = [syntheticDataset(24, 17, 1), syntheticDataset(8, 17, 2)];
    await trainNetwork({ network, train, validation, training, augment: augmentConfigSchema.parse({}), seed: 3 });
    return readWeights(network);
  });
}

test("three training steps end in the same weights and predictions on the cpu backend", async () => {
  const native = await onBackend("tensorflow", threeSteps);
  expectClose(await onBackend("cpu", threeSteps), native, 1e-3);
});

test("a network trains on the cpu backend without leaving a tensor behind", async () => {
  await onBackend("cpu", async () => {
    const before = tf.memory().numTensors;
    await threeSteps();
    tf.disposeVariables();
    expect(tf.memory().numTensors).toBe(before);
  });
});
