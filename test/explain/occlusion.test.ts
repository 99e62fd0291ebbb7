import { afterEach, expect, test } from "vitest";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import type { Dataset } from "../../lib/data/types.js";
import { occlusion } from "../../lib/explain/index.js";
import type { Network } from "../../lib/model/network.js";
import { tf } from "../../lib/tensorflow/index.js";
import { syntheticDataset } from "../training/syntheticDataset.js";
import { newNetwork, plantedBars } from "./plantedBars.js";

const side = 16;

afterEach(() => {
  tf.disposeVariables();
});

/** Sees nothing but how bright one pixel is: what its map must be can be worked out by hand. */
function onePixelNetwork(x: number, y: number): Network {
  const logits = (images: tf.Tensor4D): tf.Tensor2D => images.slice([0, y, x, 0], [-1, 1, 1, 1]).reshape([-1, 1]);
  const nothing = (): void => undefined;
  const inference = { logits, features: (images: tf.Tensor4D) => images, head: logits, dispose: nothing };
  const forwardTraining = (images: tf.Tensor4D): tf.Tensor2D => logits(images);
  return {
    imageSize: side,
    parameters: [],
    statistics: [],
    forwardTraining,
    toInference: () => inference,
    dispose: nothing,
  };
}

/** Black but for one white pixel. */
function oneSpot(x: number, y: number): Dataset {
  const pixels = new Uint8Array(side * side);
  pixels[y * side + x] = 255;
  return inMemoryDataset({ ...syntheticDataset(1, side, 1), pixels });
}

test("the heat of a network that sees one pixel lies on the patches that cover it, by their share", async () => {
  const heat = await occlusion(onePixelNetwork(9, 2), oneSpot(9, 2), { patchPixels: 4, stridePixels: 4 });
  heat.forEach((value, p) => {
    const [x, y] = [p % side, Math.floor(p / side)];
    expect(value).toBe(x >= 8 && x < 12 && y < 4 ? 1 : 0);
  });
  const overlapping = await occlusion(onePixelNetwork(9, 2), oneSpot(9, 2), { patchPixels: 4, stridePixels: 2 });
  expect(overlapping[2 * side + 9]).toBe(1); // every patch that covers it covers the spot
  expect(overlapping[2 * side + 7]).toBeCloseTo(0.5, 6); // of the patches from 4 and 6, one reaches 9
});

test("the last patch ends with the image, whatever the stride", async () => {
  const heat = await occlusion(onePixelNetwork(15, 15), oneSpot(15, 15), { patchPixels: 5, stridePixels: 4 });
  expect(heat[heat.length - 1]).toBe(1);
});

test("what covering makes brighter speaks against the spot: no heat at all", async () => {
  const pixels = new Uint8Array(side * side).fill(200);
  pixels[0] = 0;
  const dataset = inMemoryDataset({ ...syntheticDataset(1, side, 1), pixels });
  expect((await occlusion(onePixelNetwork(0, 0), dataset)).every((value) => value === 0)).toBe(true);
});

test.each(["grey", "blurred"] as const)(
  "occlusion with a %s cover stays in [0, 1] and is the same again",
  async (fill) => {
    const [network, dataset] = [newNetwork(1), plantedBars(3, 1)];
    const options = { fill, patchPixels: 8, stridePixels: 5 };
    const heat = await occlusion(network, dataset, options);
    for (const value of heat) expect(value >= 0 && value <= 1).toBe(true);
    expect(await occlusion(network, dataset, options)).toEqual(heat);
  },
);

test.each([
  { patchPixels: 17, stridePixels: 8 },
  { patchPixels: 4, stridePixels: 5 },
  { patchPixels: 4, stridePixels: 0 },
  { patchPixels: 4.5, stridePixels: 2 },
])("occlusion refuses patch $patchPixels with stride $stridePixels", async (options) => {
  await expect(occlusion(onePixelNetwork(0, 0), oneSpot(0, 0), options)).rejects.toThrow(
    "Expected whole pixels with 1 <= stride <= patch <= 16",
  );
});

test("occlusion leaves no tensor behind, tells of each image, and stops when the signal comes", async () => {
  const [network, dataset] = [newNetwork(1), plantedBars(4, 1)];
  const before = tf.memory().numTensors;
  const seen: number[] = [];
  await occlusion(network, dataset, { onProgress: (done) => void seen.push(done) });
  expect(seen).toEqual([1, 2, 3, 4]);
  const reason = new Error("stopped");
  await expect(occlusion(network, dataset, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(tf.memory().numTensors).toBe(before);
});
