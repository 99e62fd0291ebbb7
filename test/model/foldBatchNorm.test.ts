import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import { foldBatchNorm } from "../../lib/model/foldBatchNorm.js";
import { toTfjsFiles } from "../../lib/model/tfjsFormat.js";
import { readWeights, type WeightArray } from "../../lib/model/weights.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { normal4d } from "./layers/layerInputs.js";
import { loadLayersModel } from "./loadLayersModel.js";
import { randomizeNorms } from "./randomWeights.js";

afterEach(() => {
  tf.disposeVariables();
});

test("foldBatchNorm gives one channel's kernel and bias as computed by hand", () => {
  const array = (name: string, shape: number[], values: number[]): WeightArray => ({
    name,
    shape,
    values: Float32Array.from(values),
  });
  const weights = [
    array("conv1/kernel", [1, 2, 1, 2], [1, 10, 2, 20]),
    array("norm1/gamma", [2], [4, -6]),
    array("norm1/beta", [2], [1, 2]),
    array("norm1/moving_mean", [2], [5, 7]),
    array("norm1/moving_variance", [2], [3.75, 8.75]), // + 0.25 = 2², 3²: factors 2 and -2
    array("logit/kernel", [2, 1], [8, 9]),
  ];
  expect(foldBatchNorm(weights, 0.25)).toEqual([
    array("conv1/kernel", [1, 2, 1, 2], [2, -20, 4, -40]),
    array("conv1/bias", [2], [1 - 5 * 2, 2 + 7 * 2]),
    array("logit/kernel", [2, 1], [8, 9]),
  ]);
  expect([...weights[0]!.values]).toEqual([1, 10, 2, 20]);
});

test("the network for prediction gives the logits of the layers model with BatchNorm, for any kernel, width and depth", async () => {
  const filters = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 });
  const denseUnits = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 });
  const parts = fc.record({ filters, denseUnits, kernelSize: fc.integer({ min: 1, max: 5 }), seed: fc.nat(1e6) });
  const property = fc.asyncProperty(parts, async ({ seed, ...part }) => {
    const config = modelConfigSchema.parse(part);
    const network = createCnn(config, 17, createRandom(seed));
    randomizeNorms(network, seed);
    const model = await loadLayersModel(await toTfjsFiles(config, 17, readWeights(network)));
    const inference = network.toInference();
    tf.tidy(() => {
      const images = normal4d(seed, [3, 17, 17, 1], 0.5, 0.25);
      const logits = inference.logits(images).dataSync();
      const expected = (model.predict(images) as tf.Tensor).dataSync();
      expected.forEach((prob, i) => {
        expect(1 / (1 + Math.exp(-logits[i]!))).toBeCloseTo(prob, 5);
        // Near 0 and 1 a single-precision probability no longer tells the logit to 1e-4.
        if (prob > 0.01 && prob < 0.99) {
          expect(Math.abs(logits[i]! - Math.log(prob / (1 - prob)))).toBeLessThan(1e-4);
        }
      });
    });
    inference.dispose();
    model.dispose();
    network.dispose();
  });
  await fc.assert(property, { numRuns: 15, seed: 1 });
});

test("a logit does not depend on the batch that the image is in", () => {
  const network = createCnn(modelConfigSchema.parse({ filters: [8, 16], denseUnits: [8] }), 24, createRandom(1));
  randomizeNorms(network, 2);
  const inference = network.toInference();
  tf.tidy(() => {
    const images = normal4d("images", [9, 24, 24, 1], 0.5, 0.25);
    const together = inference.logits(images).dataSync();
    for (let i = 0; i < 9; i++) {
      expect(inference.logits(tf.slice(images, i, 1)).dataSync()[0]).toBeCloseTo(together[i]!, 5);
    }
  });
  inference.dispose();
});

test("the network for prediction is a copy: later training does not touch it, and it touches no weight", () => {
  const network = createCnn(modelConfigSchema.parse({ filters: [4], denseUnits: [4] }), 8, createRandom(1));
  const images = normal4d("images", [4, 8, 8, 1]);
  const inference = network.toInference();
  const before = [...inference.logits(images).dataSync()];
  const weights = String(readWeights(network).map(({ values }) => values));
  inference.logits(images);
  expect(String(readWeights(network).map(({ values }) => values))).toBe(weights);
  network.forwardTraining(images, createRandom(1)); // moves the statistics
  randomizeNorms(network, 5);
  expect([...inference.logits(images).dataSync()]).toEqual(before);
});

test("a network that broke in training answers NaN, not a number that looks like an answer", () => {
  const network = createCnn(modelConfigSchema.parse({ filters: [4], denseUnits: [4] }), 8, createRandom(1));
  const { variable } = network.parameters.find(({ name }) => name === "conv1/kernel")!;
  variable.assign(tf.fill(variable.shape, NaN));
  const logits = network.toInference().logits(normal4d("images", [2, 8, 8, 1]));
  expect([...logits.dataSync()]).toEqual([NaN, NaN]);
});
