import { afterEach, expect, test } from "vitest";
import { embeddingPairs } from "../../lib/explain/index.js";
import { readImages } from "../../lib/data/readImages.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { newNetwork, plantedBars, side } from "./plantedBars.js";

afterEach(() => {
  tf.disposeVariables();
});

/** 40 pictures, then each once more with a little noise: beyond one batch. */
function twice(): { count: number; side: number; read: (index: number) => Promise<Uint8Array> } {
  const dataset = plantedBars(40, 1);
  const random = createRandom(5);
  const pixels = Array.from({ length: 80 }, (_, i) => {
    const picture = readImages(dataset, [i % 40]);
    return i < 40 ? picture : picture.map((v) => Math.min(255, v + random.integer(3)));
  });
  return { count: 80, side, read: (index) => Promise.resolve(pixels[index]!) };
}

test("a picture and its noisy twin are neighbours, and every pair comes once with the smaller index first", async () => {
  const pairs = await embeddingPairs(newNetwork(2), twice(), { k: 3 });
  const keys = new Set(pairs.map(([first, second]) => `${first} ${second}`));
  expect(keys.size).toBe(pairs.length);
  expect(pairs.every(([first, second]) => first < second)).toBe(true);
  const twins = Array.from({ length: 40 }, (_, i) => keys.has(`${i} ${i + 40}`)).filter(Boolean).length;
  expect(twins).toBeGreaterThanOrEqual(38);
  expect(pairs.length).toBeLessThanOrEqual(80 * 3);
});

test("one picture has no neighbour, and two have each other whatever k is", async () => {
  const network = newNetwork(2);
  const pictures = twice();
  expect(await embeddingPairs(network, { ...pictures, count: 1 }, { k: 3 })).toEqual([]);
  expect(await embeddingPairs(network, { ...pictures, count: 2 }, { k: 3 })).toEqual([[0, 1]]);
});

test("no tensor is left behind, also when it is stopped", async () => {
  const network = newNetwork(2);
  await embeddingPairs(network, twice(), { k: 3 });
  const before = tf.memory().numTensors;
  const stop = new AbortController();
  const onProgress = (): void => {
    stop.abort();
  };
  await expect(embeddingPairs(network, twice(), { k: 3, onProgress, signal: stop.signal })).rejects.toThrow(/abort/i);
  expect(tf.memory().numTensors).toBe(before);
});
