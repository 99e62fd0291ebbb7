import { afterEach, describe, expect, test } from "vitest";
import { imageBatch } from "../../lib/data/batches.js";
import { embed, neighbours, splitLikeness, type Embeddings } from "../../lib/explain/index.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { syntheticDataset } from "../training/syntheticDataset.js";
import { newNetwork, plantedBars, side } from "./plantedBars.js";

afterEach(() => {
  tf.disposeVariables();
});

describe("embed", () => {
  test("is the mean of the last map, image by image, also beyond the first batch", async () => {
    const dataset = plantedBars(70, 1);
    const network = newNetwork(2);
    const { vectors, width } = await embed(network, dataset);
    expect(width).toBe(16);
    const inference = network.toInference();
    for (const i of [0, 63, 64, 69]) {
      const map = inference.features(imageBatch(dataset, [i])).dataSync(); // [1, 8, 8, 16]
      for (const c of [0, 15]) {
        const ofChannel = map.filter((_, at) => at % width === c);
        const mean = Array.from(ofChannel).reduce((sum, value) => sum + value, 0) / ofChannel.length;
        expect(vectors[i * width + c]).toBeCloseTo(mean, 5);
      }
    }
    inference.dispose();
  });

  test("leaves no tensor behind", async () => {
    const network = newNetwork(2);
    const dataset = plantedBars(6, 1);
    await embed(network, dataset);
    const before = tf.memory().numTensors;
    await embed(network, dataset);
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** Images of one group each, named by the set, at given points of a plane. */
function at(name: string, points: readonly (readonly [number, number])[], groups?: readonly string[]): Embeddings {
  const dataset = syntheticDataset(points.length, side, 1);
  const radiographs = dataset.radiographs.map((radiograph, i) => ({
    ...radiograph,
    path: `${name}${i}`,
    group: groups?.[i] ?? `${name}${i}`,
  }));
  return { dataset: { ...dataset, radiographs }, vectors: Float32Array.from(points.flat()), width: 2 };
}

describe("neighbours", () => {
  // Their mean is (1, 1): seen from there they lie to the right, up, to the left, down.
  const searched = at("train", [
    [2, 1],
    [1, 3],
    [0, 1],
    [1, -1],
  ]);

  test("are those in the same direction from the searched images' mean, however far, the likest first", () => {
    const [found] = neighbours(at("test", [[9, 3]]), searched, { k: 4 });
    expect(found!.map(({ row }) => row)).toEqual([0, 1, 3, 2]);
    const cosine = 8 / Math.hypot(8, 2);
    const sine = 2 / Math.hypot(8, 2);
    [cosine, sine, -sine, -cosine].forEach((similarity, k) => {
      expect(found![k]!.similarity).toBeCloseTo(similarity, 6);
    });
  });

  test("k keeps the likest, in the order that all of them have", () => {
    const random = createRandom("neighbours");
    const points = (count: number): [number, number][] =>
      Array.from({ length: count }, () => [random.normal(), random.normal()]);
    const [asked, many] = [at("test", points(5)), at("train", points(40))];
    const all = neighbours(asked, many, { k: 100 });
    expect(all[0]!.length).toBe(40);
    neighbours(asked, many, { k: 3 }).forEach((few, i) => {
      expect(few).toEqual(all[i]!.slice(0, 3));
    });
    for (const found of all) {
      const similarities = found.map(({ similarity }) => similarity);
      expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    }
  });

  test("a neighbour of the same group says so, and can be left out; no image is its own neighbour", () => {
    const asked = at("test", [[2, 1]], ["train1"]);
    expect(neighbours(asked, searched, { k: 4 })[0]!.map(({ sameGroup }) => sameGroup)).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(neighbours(asked, searched, { k: 4, otherGroupsOnly: true })[0]!.map(({ row }) => row)).not.toContain(1);
    neighbours(searched, searched, { k: 4 }).forEach((found, i) => {
      expect(found.map(({ row }) => row)).not.toContain(i);
    });
  });

  test("a neighbour of the other label says so", () => {
    const asked = at("test", [[9, 1]]); // intact; of the searched images every second one is fractured
    const fractured = { ...asked, dataset: { ...asked.dataset, labels: Uint8Array.of(1) } };
    for (const [i, found] of [asked, fractured].map((one) => neighbours(one, searched, { k: 4 })[0]!).entries()) {
      for (const { row, sameLabel } of found) expect(sameLabel).toBe(row % 2 === i);
    }
  });

  test("embeddings of two networks are refused, and a k of 0", () => {
    const narrow = { ...at("test", [[1, 1]]), width: 1 };
    expect(() => neighbours(narrow, searched, { k: 1 })).toThrow("Received: 1 and 2 channels");
    expect(() => neighbours(searched, searched, { k: 0 })).toThrow("Received: 0");
  });
});

describe("splitLikeness", () => {
  const random = createRandom("likeness");
  const points = (count: number): [number, number][] =>
    Array.from({ length: count }, () => {
      const angle = 2 * Math.PI * random.uniform();
      return [Math.cos(angle), Math.sin(angle)];
    });
  const trainPoints = points(60);
  const train = at("train", trainPoints);

  test("of a clean split the interval holds .5", () => {
    const { nearer } = splitLikeness(at("test", points(60)), train);
    expect(nearer.low).toBeLessThan(0.5);
    expect(nearer.high).toBeGreaterThan(0.5);
  });

  test("copies of training images are nearer, the first suspects, and never of the other label", () => {
    const copies = at("test", trainPoints.slice(0, 20));
    const { nearer, suspects, otherLabel } = splitLikeness(copies, train);
    expect(nearer.low).toBeGreaterThan(0.8);
    expect(suspects.length).toBe(20);
    for (const { image, neighbour } of suspects) expect(neighbour.row).toBe(image);
    expect(otherLabel.value).toBe(0);
  });

  test("likeness within a patient of training does not count as usual", () => {
    const twice = at(
      "train",
      [...trainPoints, ...trainPoints],
      [...Array(120).keys()].map((i) => `p${i % 60}`),
    );
    expect(splitLikeness(at("test", trainPoints.slice(0, 20)), twice).suspects.length).toBe(20);
  });

  test("training of one group has no usual likeness", () => {
    const one = at("train", trainPoints.slice(0, 3), ["p", "p", "p"]);
    expect(() => splitLikeness(train, one)).toThrow("Expected training images of several groups");
  });
});
