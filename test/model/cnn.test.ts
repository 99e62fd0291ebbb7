import { afterEach, expect, test } from "vitest";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import { foldBatchNorm } from "../../lib/model/foldBatchNorm.js";
import { fromTfjsFiles, toTfjsFiles } from "../../lib/model/tfjsFormat.js";
import { readWeights, weightsSha256, writeWeights } from "../../lib/model/weights.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { relativeDifference } from "./layers/layerInputs.js";
import { loadLayersModel } from "./loadLayersModel.js";
import { randomizeNorms } from "./randomWeights.js";

const config = modelConfigSchema.parse({ filters: [4, 8, 8, 16], denseUnits: [8], dropout: 0.5 });
const images = (count = 6): tf.Tensor4D => {
  const random = createRandom("images");
  return tf.tensor4d(
    Float32Array.from({ length: count * 32 * 32 }, () => random.uniform()),
    [count, 32, 32, 1],
  );
};

afterEach(() => {
  tf.disposeVariables();
});

test("createCnn has four convolution blocks, BatchNorm, dense layers and one logit by default", () => {
  const network = createCnn(modelConfigSchema.parse({}), 128, createRandom(1));
  const shapes = Object.fromEntries(network.parameters.map(({ name, variable }) => [name, variable.shape]));
  expect(shapes["conv1/kernel"]).toEqual([3, 3, 1, 32]);
  expect(shapes["conv4/kernel"]).toEqual([3, 3, 128, 256]);
  expect(shapes["norm4/gamma"]).toEqual([256]);
  expect(shapes["dense1/kernel"]).toEqual([256, 128]);
  expect(shapes["logit/kernel"]).toEqual([128, 1]);
});

test("createCnn gives the same weights for the same seed and others for another", () => {
  const hash = (seed: number): string => weightsSha256(readWeights(createCnn(config, 32, createRandom(seed))));
  expect(hash(1)).toBe(hash(1));
  expect(hash(1)).not.toBe(hash(2));
});

test("createCnn refuses an image too small for its blocks", () => {
  expect(() => createCnn(config, 8, createRandom(1))).toThrow("Expected an image of at least 16 pixels for 4 blocks");
});

test("forwardTraining moves the statistics and drops other units for another stream", () => {
  const network = createCnn(config, 32, createRandom(1));
  const before = weightsSha256(readWeights(network));
  const first = network.forwardTraining(images(), createRandom(1)).dataSync();
  const second = network.forwardTraining(images(), createRandom(2)).dataSync();
  expect(weightsSha256(readWeights(network))).not.toBe(before);
  expect([...first]).not.toEqual([...second]);
});

test("the exported TFJS layers model gives the network's own probabilities, with BatchNorm and with it folded", async () => {
  const network = createCnn(config, 32, createRandom(3));
  for (let i = 0; i < 3; i++) network.forwardTraining(images(), createRandom(i)).dispose(); // moves the statistics
  const own = network.toInference().logits(images()).sigmoid().dataSync();
  const weights = readWeights(network);
  for (const exported of [weights, foldBatchNorm(weights, config.batchNorm.epsilon)]) {
    const model = await loadLayersModel(await toTfjsFiles(config, 32, exported));
    const probs = (model.predict(images()) as tf.Tensor).dataSync();
    own.forEach((value, i) => {
      expect(probs[i]).toBeCloseTo(value, 5);
    });
  }
});

test("forwardTraining computes what the layers model does with the batch's own statistics, in value and in every gradient", () => {
  const plain = modelConfigSchema.parse({ filters: [4, 8], denseUnits: [8], dropout: 0 });
  const network = createCnn(plain, 16, createRandom(2));
  randomizeNorms(network, 1);
  const variables = network.parameters.map(({ variable }) => variable);
  const weight = (name: string): tf.Tensor => network.parameters.find((parameter) => parameter.name === name)!.variable;
  const small = tf.image.resizeBilinear(images(), [16, 16]);
  const layers = (): tf.Tensor => {
    let x = small;
    for (const block of [1, 2]) {
      const convolved = tf.conv2d(x, weight(`conv${block}/kernel`) as tf.Tensor4D, 1, "same");
      const { mean, variance } = tf.moments(convolved, [0, 1, 2]);
      const normal = convolved.sub(mean).div(variance.add(plain.batchNorm.epsilon).sqrt());
      const moved = normal.mul(weight(`norm${block}/gamma`)).add<tf.Tensor4D>(weight(`norm${block}/beta`));
      x = tf.maxPool(tf.relu(moved), 2, 2, "valid");
    }
    const hidden = tf.relu(x.mean<tf.Tensor2D>([1, 2]).matMul(weight("dense1/kernel")).add(weight("dense1/bias")));
    return hidden.matMul(weight("logit/kernel")).add(weight("logit/bias"));
  };
  const gradientsOf = (logits: () => tf.Tensor): { value: tf.Tensor; grads: tf.NamedTensorMap } =>
    tf.variableGrads(() => logits().square().sum<tf.Scalar>(), variables);
  const expected = gradientsOf(layers);
  const actual = gradientsOf(() => network.forwardTraining(small, createRandom(1)));
  expect(relativeDifference(actual.value, expected.value)).toBeLessThan(1e-4);
  for (const { name, variable } of network.parameters) {
    const difference = relativeDifference(actual.grads[variable.name]!, expected.grads[variable.name]!);
    expect(difference, name).toBeLessThan(1e-4);
  }
});

test("weights come back from TFJS files to the byte", async () => {
  const network = createCnn(config, 32, createRandom(4));
  const other = createCnn(config, 32, createRandom(5));
  writeWeights(other, fromTfjsFiles(await toTfjsFiles(config, 32, readWeights(network))));
  expect(weightsSha256(readWeights(other))).toBe(weightsSha256(readWeights(network)));
});

test("fromTfjsFiles says what it expected when the weights are cut short", async () => {
  const files = await toTfjsFiles(config, 32, readWeights(createCnn(config, 32, createRandom(4))));
  const bytes = files["weights.bin"];
  const before = tf.memory().numTensors;
  for (const length of [0, 99, 100, bytes.length - 4]) {
    expect(() => fromTfjsFiles({ ...files, "weights.bin": bytes.slice(0, length) })).toThrow(
      `expected ${bytes.length} bytes of weights. Received: ${length}`,
    );
  }
  for (const json of ["", "{}", '{"weightsManifest":[{"weights":[{"name":"a","shape":[-1],"dtype":"float32"}]}]}']) {
    const damaged = { ...files, "model.json": new TextEncoder().encode(json) };
    expect(() => fromTfjsFiles(damaged)).toThrow("model.json does not describe weights");
  }
  expect(tf.memory().numTensors).toBe(before);
});

test("writeWeights refuses weights of another shape", () => {
  const wide = createCnn({ ...config, filters: [8, 8, 8, 16] }, 32, createRandom(1));
  const network = createCnn(config, 32, createRandom(1));
  expect(() => {
    writeWeights(network, readWeights(wide));
  }).toThrow("Expected weights conv1/kernel of shape [3,3,1,4]. Received: [3,3,1,8]");
});
