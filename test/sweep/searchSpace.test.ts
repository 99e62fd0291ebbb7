import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../lib/random.js";
import { gridPoints } from "../../lib/sweep/gridPoints.js";
import {
  choice,
  fromUnit,
  integer,
  logUniform,
  samplePoint,
  toUnit,
  uniform,
  type RangeDimension,
} from "../../lib/sweep/searchSpace.js";

const space = {
  "model.dropout": uniform(0, 0.5),
  "training.learningRate": logUniform(1e-4, 1e-2),
  "training.batchSize": integer(8, 64),
  "model.filters": choice([
    [8, 16],
    [16, 32],
  ]),
};

test("samplePoint stays inside the space, and the same seed gives the same point", () => {
  for (let seed = 0; seed < 200; seed++) {
    const point = samplePoint(space, createRandom(seed));
    expect(point["model.dropout"]).toBeGreaterThanOrEqual(0);
    expect(point["model.dropout"]).toBeLessThan(0.5);
    expect(point["training.learningRate"]).toBeGreaterThanOrEqual(1e-4);
    expect(point["training.learningRate"]).toBeLessThanOrEqual(1e-2);
    expect(Number.isInteger(point["training.batchSize"])).toBe(true);
    expect(["[8,16]", "[16,32]"]).toContain(JSON.stringify(point["model.filters"]));
    expect(samplePoint(space, createRandom(seed))).toEqual(point);
  }
});

test("a setting's draws do not depend on which other settings are searched", () => {
  const { "model.dropout": dropout, ...others } = space;
  const alone = samplePoint({ "model.dropout": dropout }, createRandom(4));
  expect(samplePoint({ ...others, "model.dropout": dropout }, createRandom(4))["model.dropout"]).toBe(
    alone["model.dropout"],
  );
});

test("logUniform draws as often below the geometric mean as above it", () => {
  const values = Array.from({ length: 2000 }, (_, seed) => samplePoint(space, createRandom(seed)));
  const below = values.filter((point) => (point["training.learningRate"] as number) < 1e-3).length;
  expect(below).toBeGreaterThan(900); // 1000 ± 4.5 standard deviations
  expect(below).toBeLessThan(1100);
});

test("integer draws both of its bounds, each number alike", () => {
  const counts = new Map<number, number>();
  for (let seed = 0; seed < 3000; seed++) {
    const value = samplePoint({ n: integer(1, 3) }, createRandom(seed))["n"] as number;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([1, 2, 3]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test("toUnit is the reverse of fromUnit", () => {
  const dimensions = [uniform(-2, 3), logUniform(1e-5, 1), integer(-3, 9)] as RangeDimension[];
  fc.assert(
    fc.property(fc.constantFrom(...dimensions), fc.double({ min: 0, max: 0.999, noNaN: true }), (dimension, share) => {
      const value = fromUnit(dimension, share);
      expect(fromUnit(dimension, toUnit(dimension, value))).toBeCloseTo(value, 10);
    }),
  );
});

test("gridPoints gives every combination once, with both ends of each range", () => {
  const points = gridPoints({ a: logUniform(0.01, 1), b: integer(1, 2), c: choice(["x", "y"]) });
  expect(points).toHaveLength(3 * 2 * 2);
  expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(12);
  expect([...new Set(points.map(({ a }) => Number((a as number).toFixed(6))))]).toEqual([0.01, 0.1, 1]);
});

test("a range that is upside down, or a logarithm of zero, is refused", () => {
  expect(() => uniform(1, 1)).toThrow("expected high above low");
  expect(() => logUniform(0, 1)).toThrow("expected low above 0");
  expect(() => integer(0.5, 2)).toThrow("expected whole bounds");
});
