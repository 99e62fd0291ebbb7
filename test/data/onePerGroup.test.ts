import { expect, test } from "vitest";
import { onePerGroup } from "../../lib/data/onePerGroup.js";
import { createRandom } from "../../lib/random.js";
import { plantedBars } from "../explain/plantedBars.js";

const bars = plantedBars(60, 1); // the first ten images: one group; then pairs
const radiographs = bars.radiographs.map((radiograph, i) => ({
  ...radiograph,
  group: i < 10 ? "large" : `g${i >> 1}`,
}));
const dataset = { ...bars, radiographs };
const drawn = (count: number, seed: number): string[] =>
  onePerGroup(dataset, count, createRandom(seed)).radiographs.map(({ path }) => path);

test("onePerGroup gives no group twice, the same for the same seed, and all groups at most", () => {
  const { radiographs: twelve } = onePerGroup(dataset, 12, createRandom(1));
  expect(new Set(twelve.map(({ group }) => group)).size).toBe(12);
  expect(drawn(12, 1)).toEqual(drawn(12, 1));
  expect(drawn(12, 1)).not.toEqual(drawn(12, 2));
  expect(drawn(1000, 1).length).toBe(26);
});

test("every group is as likely as any, a large one too, and so is every image of a group", () => {
  const seeds = Array.from({ length: 2000 }, (_, seed) => drawn(1, seed)[0]!);
  const fromLarge = seeds.filter((path) => Number.parseInt(path) < 10);
  expect(fromLarge.length / seeds.length).toBeCloseTo(1 / 26, 2); // standard error .004
  const firstOfPair = seeds.filter((path) => Number.parseInt(path) >= 10 && Number.parseInt(path) % 2 === 0);
  expect(Math.abs(firstOfPair.length / (seeds.length - fromLarge.length) - 0.5)).toBeLessThan(0.04);
  expect(new Set(fromLarge).size).toBe(10);
});
