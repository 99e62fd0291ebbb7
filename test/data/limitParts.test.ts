import { expect, test } from "vitest";
import { limitParts } from "../../lib/data/limitParts.js";
import type { Radiograph } from "../../lib/data/types.js";

const radiographs = Array.from({ length: 200 }, (_, i) => {
  return {
    path: `${i}.png`,
    sha256: String(i),
    label: i % 4 === 0 ? "fractured" : "normal",
    group: `p${i >> 1}`,
  } as Radiograph;
});
const parts = { train: radiographs, validation: radiographs.slice(0, 80), test: radiographs.slice(80, 160) };

test("limitParts takes its share of each part, whole groups, with the classes' shares kept", () => {
  const limited = limitParts(parts, 0.25, 1);
  for (const name of ["train", "validation", "test"] as const) {
    expect(limited[name].length / parts[name].length).toBeCloseTo(0.25, 1);
    const kept = new Set(limited[name].map(({ group }) => group));
    expect(new Set(limited[name])).toEqual(new Set(parts[name].filter(({ group }) => kept.has(group))));
    const fractured = limited[name].filter(({ label }) => label === "fractured").length;
    expect(fractured / limited[name].length).toBeCloseTo(0.25, 1);
  }
});

test("limitParts gives the same images for the same seed, others for another, and all of them for 1", () => {
  expect(limitParts(parts, 0.3, 1)).toEqual(limitParts(parts, 0.3, 1));
  expect(limitParts(parts, 0.3, 2)).not.toEqual(limitParts(parts, 0.3, 1));
  expect(limitParts(parts, 1, 1)).toBe(parts);
});
