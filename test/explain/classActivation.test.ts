import { afterEach, expect, test } from "vitest";
import { gradCam, gradCamPlusPlus } from "../../lib/explain/index.js";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import type { Network } from "../../lib/model/network.js";
import { readWeights } from "../../lib/model/weights.js";
import { imageBatch } from "../../lib/data/batches.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { onBackend } from "../model/onBackend.js";
import { syntheticDataset } from "../training/syntheticDataset.js";

const side = 16;
const [cells, channels] = [4, 6]; // the last map of two blocks: 4 x 4 x 6
const dataset = syntheticDataset(6, side, 1);
const newNetwork = (denseUnits: number[]): Network =>
  createCnn(modelConfigSchema.parse({ filters: [5, channels], denseUnits }), side, createRandom(5));

afterEach(() => {
  tf.disposeVariables();
});

/** Last map of every image, and the logit's gradient in it by central differences: the head is linear piece by piece. */
function mapsAndGradients(network: Network): { features: Float64Array; gradients: Float64Array }[] {
  const inference = network.toInference();
  const length = cells * cells * channels;
  const step = 1e-2;
  return Array.from(dataset.labels.keys()).map((i) => {
    const features = Float64Array.from(inference.features(imageBatch(dataset, [i])).dataSync());
    const moved = new Float32Array(2 * length * length); // each value up, then each value down
    for (let k = 0; k < 2 * length; k++) {
      moved.set(features, k * length);
      moved[k * length + (k % length)]! += k < length ? step : -step;
    }
    const logits = inference.head(tf.tensor4d(moved, [2 * length, cells, cells, channels])).dataSync();
    const gradients = Float64Array.from(features, (_, k) => (logits[k]! - logits[k + length]!) / (2 * step));
    return { features, gradients };
  });
}

/** [cells, cells] -> [side, side]: bilinear between cell centres, scaled to a largest value of 1. */
function enlarged(map: readonly number[]): number[] {
  const most = Math.max(...map);
  const cellsPerPixel = cells / side;
  const around = (p: number): [number, number, number] => {
    const at = Math.min(cells - 1, Math.max(0, (p + 0.5) * cellsPerPixel - 0.5));
    return [Math.floor(at), Math.min(cells - 1, Math.floor(at) + 1), at - Math.floor(at)];
  };
  const pixels = Array.from({ length: side * side }, (_, p) => {
    const [[y0, y1, v], [x0, x1, u]] = [around(Math.floor(p / side)), around(p % side)];
    const row = (y: number): number => map[y * cells + x0]! * (1 - u) + map[y * cells + x1]! * u;
    return row(y0) * (1 - v) + row(y1) * v;
  });
  const largest = Math.max(...pixels);
  return pixels.map((value) => (most > 0 ? value / largest : 0));
}

const weighted = (features: Float64Array, weights: readonly number[]): number[] =>
  Array.from({ length: cells * cells }, (_, at) =>
    Math.max(
      0,
      weights.reduce((sum, weight, c) => sum + weight * features[at * channels + c]!, 0),
    ),
  );
const ofChannel = (values: Float64Array, c: number): number[] => [...values].filter((_, k) => k % channels === c);
const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function expectMaps(heat: Float32Array, expected: readonly number[][]): void {
  expect(expected.flat().filter((value) => value > 0).length).toBeGreaterThan(side * side); // not all flat
  expected.forEach((map, i) => {
    map.forEach((value, p) => {
      expect(heat[i * side * side + p], `image ${i}, pixel ${p}`).toBeCloseTo(value, 2);
    });
  });
}

test("gradCam weighs the last map by its mean gradient, as finite differences of the logit give it", async () => {
  const network = newNetwork([5, 4]);
  const expected = mapsAndGradients(network).map(({ features, gradients }) => {
    const weights = Array.from({ length: channels }, (_, c) => sumOf(ofChannel(gradients, c)) / cells ** 2);
    return enlarged(weighted(features, weights));
  });
  expectMaps(await gradCam(network, dataset), expected);
});

test("gradCamPlusPlus weighs the last map by the paper's alpha, its powers of the gradient by finite differences", async () => {
  const network = newNetwork([5, 4]);
  const expected = mapsAndGradients(network).map(({ features, gradients }) => {
    const weights = Array.from({ length: channels }, (_, c) => {
      const total = sumOf(ofChannel(features, c));
      const alpha = (g: number): number => g ** 2 / (2 * g ** 2 + total * g ** 3);
      return sumOf(ofChannel(gradients, c).map((g) => (g > 1e-6 ? alpha(g) * g : 0)));
    });
    return enlarged(weighted(features, weights));
  });
  expectMaps(await gradCamPlusPlus(network, dataset), expected);
});

test("with a linear head on the global average, gradCam is the class activation map: the logit's own weights", async () => {
  const network = newNetwork([]);
  const kernel = [...readWeights(network).find(({ name }) => name === "logit/kernel")!.values];
  const expected = mapsAndGradients(network).map(({ features }) => enlarged(weighted(features, kernel)));
  expectMaps(await gradCam(network, dataset), expected);
});

test.each([gradCam, gradCamPlusPlus])(
  "heat is in [0, 1], 1 at the hottest place of an image or 0 all over, and the same again",
  async (explain) => {
    const network = newNetwork([5]);
    const heat = await explain(network, dataset);
    for (let i = 0; i < 6; i++) {
      const image = heat.subarray(i * side * side, (i + 1) * side * side);
      expect(Math.min(...image)).toBeGreaterThanOrEqual(0);
      expect([0, 1]).toContain(Math.max(...image));
    }
    expect(await explain(network, dataset)).toEqual(heat);
  },
);

test("an image's map does not depend on the images beside it", async () => {
  const network = newNetwork([5]);
  const many = syntheticDataset(70, side, 1); // more than a batch
  const heat = await gradCam(network, many);
  const few = { ...many, rows: many.rows.slice(66), labels: many.labels.slice(66) };
  const expected = heat.slice(66 * side * side);
  (await gradCam(network, few)).forEach((value, p) => {
    expect(value).toBeCloseTo(expected[p]!, 4);
  });
});

test("the maps are the same on the cpu backend", async () => {
  const maps = (): Promise<Float32Array> => gradCamPlusPlus(newNetwork([5]), dataset);
  const native = await onBackend("tensorflow", maps);
  (await onBackend("cpu", maps)).forEach((value, p) => {
    expect(value).toBeCloseTo(native[p]!, 4);
  });
});

test("gradCam leaves no tensor behind, tells of its progress, and stops when the signal comes, with the signal's reason", async () => {
  const network = newNetwork([5]);
  const many = syntheticDataset(150, side, 1);
  const before = tf.memory().numTensors;
  const reason = new Error("stopped");
  const stop = new AbortController();
  const seen: number[] = [];
  const onProgress = (done: number): void => {
    seen.push(done);
    if (seen.length === 2) stop.abort(reason);
  };
  await gradCam(network, dataset);
  await expect(gradCam(network, many, { onProgress, signal: stop.signal })).rejects.toBe(reason);
  expect(seen).toEqual([64, 128]);
  expect(tf.memory().numTensors).toBe(before);
});
