import { afterEach, expect, test } from "vitest";
import { gradCam } from "../../lib/explain/gradCam.js";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema, type ModelConfig } from "../../lib/model/config.js";
import { foldBatchNorm } from "../../lib/model/foldBatchNorm.js";
import { modelSummary } from "../../lib/model/modelSummary.js";
import { fromTfjsFiles, toTfjsFiles } from "../../lib/model/tfjsFormat.js";
import { readWeights, weightsSha256, writeWeights } from "../../lib/model/weights.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { syntheticDataset } from "../training/syntheticDataset.js";
import { normal4d, relativeDifference } from "./layers/layerInputs.js";
import { loadLayersModel } from "./loadLayersModel.js";
import { onBackend } from "./onBackend.js";
import { randomizeNorms } from "./randomWeights.js";

const small = { filters: [4, 6], denseUnits: [5], dropout: 0 };
const variants: [string, ModelConfig][] = [
  ["without BatchNorm", modelConfigSchema.parse({ ...small, normalization: "none" })],
  ["with a flatten head", modelConfigSchema.parse({ ...small, head: "flatten" })],
  ["with both", modelConfigSchema.parse({ ...small, normalization: "none", head: "flatten" })],
];
/** Odd, so that pooling leaves a row out. */
const side = 17;

afterEach(() => {
  tf.disposeVariables();
});

function networkOf(config: ModelConfig, seed = 1) {
  const network = createCnn(config, side, createRandom(seed));
  randomizeNorms(network, seed); // biases too, so that each has something to do
  return network;
}

test.each(variants)("a network %s predicts what its exported layers models do, on every backend", async (_, config) => {
  const network = networkOf(config);
  const weights = readWeights(network);
  const images = normal4d("images", [3, side, side, 1], 0.5, 0.25);
  const values = [...images.dataSync()];
  const own = [...network.toInference().logits(images).dataSync()];
  for (const exported of [weights, foldBatchNorm(weights, config.batchNorm.epsilon)]) {
    const model = await loadLayersModel(await toTfjsFiles(config, side, exported));
    const probs = (model.predict(images) as tf.Tensor).dataSync();
    own.forEach((logit, i) => {
      expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(probs[i]!, 5);
    });
  }
  for (const backend of ["cpu", "wasm"] as const) {
    const others = await onBackend(backend, () => {
      const there = createCnn(config, side, createRandom(9));
      writeWeights(there, weights);
      return [
        ...there
          .toInference()
          .logits(tf.tensor4d(values, [3, side, side, 1]))
          .dataSync(),
      ];
    });
    own.forEach((logit, i) => {
      expect(others[i], backend).toBeCloseTo(logit, 3);
    });
  }
});

test.each(variants)("training computes, %s, what the plain layers do, in value and in every gradient", (_, config) => {
  const network = networkOf(config, 2);
  const images = normal4d("images", [4, side, side, 1], 0.5, 0.25);
  const weight = (name: string): tf.Tensor => network.parameters.find((parameter) => parameter.name === name)!.variable;
  const plain = (): tf.Tensor => {
    let x = images;
    for (const block of [1, 2]) {
      const convolved = tf.conv2d(x, weight(`conv${block}/kernel`) as tf.Tensor4D, 1, "same");
      const { mean, variance } = tf.moments(convolved, [0, 1, 2]);
      const after =
        config.normalization === "none"
          ? convolved.add<tf.Tensor4D>(weight(`conv${block}/bias`))
          : convolved
              .sub(mean)
              .div(variance.add(config.batchNorm.epsilon).sqrt())
              .mul(weight(`norm${block}/gamma`))
              .add<tf.Tensor4D>(weight(`norm${block}/beta`));
      x = tf.maxPool(tf.relu(after), 2, 2, "valid");
    }
    const seen = config.head === "gap" ? x.mean<tf.Tensor2D>([1, 2]) : x.reshape<tf.Tensor2D>([4, -1]);
    const hidden = tf.relu(seen.matMul(weight("dense1/kernel")).add(weight("dense1/bias")));
    return hidden.matMul(weight("logit/kernel")).add(weight("logit/bias"));
  };
  const variables = network.parameters.map(({ variable }) => variable);
  const gradientsOf = (logits: () => tf.Tensor) =>
    tf.variableGrads(() => logits().square().sum<tf.Scalar>(), variables);
  const expected = gradientsOf(plain);
  const actual = gradientsOf(() => network.forwardTraining(images, createRandom(1)));
  expect(relativeDifference(actual.value, expected.value)).toBeLessThan(1e-4);
  for (const { name, variable } of network.parameters) {
    const difference = relativeDifference(actual.grads[variable.name]!, expected.grads[variable.name]!);
    expect(difference, name).toBeLessThan(1e-4);
  }
});

test.each(variants)("weights of a network %s come back from its files to the byte", async (_, config) => {
  const [network, other] = [networkOf(config, 4), networkOf(config, 5)];
  writeWeights(other, fromTfjsFiles(await toTfjsFiles(config, side, readWeights(network))));
  expect(weightsSha256(readWeights(other))).toBe(weightsSha256(readWeights(network)));
});

test.each(variants)("Grad-CAM has a map of a network %s", async (_, config) => {
  // Seed 1: the baseline too has a map there; where nothing speaks for a fracture, all is 0.
  const heat = await gradCam(createCnn(config, side, createRandom(1)), syntheticDataset(6, side, 1));
  expect(heat.length).toBe(6 * side * side);
  expect(heat.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(Math.max(...heat)).toBe(1);
});

test("without BatchNorm each convolution has a bias and nothing moves by itself; the summary says so", () => {
  const config = modelConfigSchema.parse({ ...small, normalization: "none" });
  const network = createCnn(config, side, createRandom(1));
  expect(network.statistics).toEqual([]);
  expect(network.parameters.map(({ name }) => name).slice(0, 4)).toEqual([
    "conv1/kernel",
    "conv1/bias",
    "conv2/kernel",
    "conv2/bias",
  ]);
  // 36 + 4, 216 + 6, 6 x 5 + 5, 5 + 1
  expect(modelSummary(config, side).trainableWeights).toBe(303);
  expect(modelSummary(config, side).text).toContain("303 weights: 303 are trained.");
});

test("a flatten head has as many times the dense weights as the last map has cells", () => {
  const config = modelConfigSchema.parse({ ...small, head: "flatten" });
  const dense = createCnn(config, side, createRandom(1)).parameters.find(({ name }) => name === "dense1/kernel")!;
  expect(dense.variable.shape).toEqual([4 * 4 * 6, 5]); // 17 -> 8 -> 4
});
