import { expect, test } from "vitest";
import { permutationTest, type Statistic } from "../../../lib/data/audit/permutationTest.js";
import { createRandom } from "../../../lib/random.js";

/** How far apart the mean values of two classes lie. */
const difference =
  (values: readonly number[]): Statistic =>
  (labels) => {
    const of = (label: number): number[] => values.filter((_, i) => labels[i] === label);
    const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
    return Math.abs(mean(of(0)) - mean(of(1)));
  };

test("the p-value of a complete separation of 4 and 4 is 2 of 70 deals", () => {
  const [labels, units] = [
    [0, 0, 0, 0, 1, 1, 1, 1],
    [0, 1, 2, 3, 4, 5, 6, 7],
  ];
  const [p] = permutationTest(
    [difference([1, 2, 3, 4, 5, 6, 7, 8])],
    { labels, units },
    { deals: 20_000, random: createRandom(1) },
  );
  expect(p).toBeCloseTo(2 / 70, 2);
});

test("units keep one label: two radiographs with four copies each prove nothing", () => {
  const [labels, units] = [
    [0, 0, 0, 0, 1, 1, 1, 1],
    [0, 0, 0, 0, 1, 1, 1, 1],
  ];
  const [p] = permutationTest(
    [difference([1, 1, 1, 1, 9, 9, 9, 9])],
    { labels, units },
    { deals: 99, random: createRandom(2) },
  );
  expect(p).toBe(1);
});

test("a p-value is never 0", () => {
  const labels = Array.from({ length: 40 }, (_, i) => Number(i < 20));
  const units = labels.map((_, i) => i);
  const [p] = permutationTest([difference(units)], { labels, units }, { deals: 99, random: createRandom(3) });
  expect(p).toBe(0.01);
});
