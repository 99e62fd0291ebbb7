import { expect, test } from "vitest";
import { flatten } from "../../lib/tracking/flatten.js";

test("flatten joins nested keys with dots and writes arrays, null and empty objects as JSON", () => {
  const config = {
    seed: 7,
    training: { batchSize: 32, schedule: { kind: "cosine" } },
    filters: [32, 64],
    dir: null,
    none: {},
  };
  expect(flatten(config)).toEqual({
    seed: "7",
    "training.batchSize": "32",
    "training.schedule.kind": "cosine",
    filters: "[32,64]",
    dir: "null",
    none: "{}",
  });
});

test("flatten leaves out what is undefined and cuts what MLflow would refuse", () => {
  const flat = flatten({ a: undefined, b: "x".repeat(6001) });
  expect(Object.keys(flat)).toEqual(["b"]);
  expect(flat["b"]).toHaveLength(6000);
  expect(flat["b"]?.endsWith("x…")).toBe(true);
});
