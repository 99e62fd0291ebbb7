import { afterEach, expect, test } from "vitest";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import { predictLogits } from "../../lib/model/predict.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { syntheticDataset } from "../training/syntheticDataset.js";

afterEach(() => {
  tf.disposeVariables();
});

test("predictLogits stops between two batches when the signal comes, with the signal's reason", async () => {
  const network = createCnn(modelConfigSchema.parse({ filters: [4], denseUnits: [4] }), 16, createRandom(5));
  const stop = new AbortController();
  const reason = new Error("stopped");
  const seen: number[] = [];
  const onProgress = (done: number): void => {
    seen.push(done);
    if (seen.length === 2) stop.abort(reason);
  };
  const dataset = syntheticDataset(300, 16, 1);
  await expect(predictLogits(network, dataset, { onProgress, signal: stop.signal })).rejects.toBe(reason);
  expect(seen).toEqual([64, 128]);
});

test("predictLogits leaves no tensor behind, at its end and when it is stopped", async () => {
  const network = createCnn(modelConfigSchema.parse({ filters: [4], denseUnits: [4] }), 16, createRandom(5));
  const dataset = syntheticDataset(100, 16, 1);
  const before = tf.memory().numTensors;
  await predictLogits(network, dataset);
  expect(tf.memory().numTensors).toBe(before);
  await expect(predictLogits(network, dataset, { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(tf.memory().numTensors).toBe(before);
});

test("predictLogits gives an image the same logit wherever it stands in the set", async () => {
  const network = createCnn(modelConfigSchema.parse({ filters: [4], denseUnits: [4] }), 16, createRandom(5));
  const dataset = syntheticDataset(70, 16, 1);
  const turned = {
    ...dataset,
    rows: Uint32Array.from(dataset.rows).reverse(),
    labels: Uint8Array.from(dataset.labels).reverse(),
  };
  const [logits, ofTurned] = [await predictLogits(network, dataset), await predictLogits(network, turned)];
  expect(new Set(logits).size).toBeGreaterThan(60);
  ofTurned.reverse().forEach((logit, i) => {
    expect(logit).toBeCloseTo(logits[i]!, 5);
  });
});
