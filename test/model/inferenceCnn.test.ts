import { afterEach, expect, test } from "vitest";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { normal4d } from "./layers/layerInputs.js";
import { randomizeNorms } from "./randomWeights.js";

afterEach(() => {
  tf.disposeVariables();
});

test("logits are the head of the features, which are the last map: halved by every block, never below 0", () => {
  const network = createCnn(modelConfigSchema.parse({ filters: [6, 9], denseUnits: [5] }), 21, createRandom(1));
  randomizeNorms(network, 1);
  const inference = network.toInference();
  tf.tidy(() => {
    const images = normal4d("images", [4, 21, 21, 1], 0.5, 0.25);
    const features = inference.features(images);
    expect(features.shape).toEqual([4, 5, 5, 9]);
    expect(features.min().dataSync()[0]).toBe(0);
    expect([...inference.head(features).dataSync()]).toEqual([...inference.logits(images).dataSync()]);
  });
  inference.dispose();
});

test("features, head and logits leave nothing behind but what they return", () => {
  const network = createCnn(modelConfigSchema.parse({ filters: [4], denseUnits: [] }), 8, createRandom(1));
  const inference = network.toInference();
  const images = normal4d("images", [2, 8, 8, 1]);
  const before = tf.memory().numTensors;
  const features = inference.features(images);
  tf.dispose([features, inference.head(features), inference.logits(images)]);
  expect(tf.memory().numTensors).toBe(before);
});
