import { expect, test } from "vitest";
import { importanceFigure } from "../../lib/figures/importanceFigure.js";
import { sweepFigure } from "../../lib/figures/sweepFigure.js";
import { createRandom } from "../../lib/random.js";
import { importances } from "../../lib/sweep/importance.js";
import { choice, logUniform, samplePoint, uniform, type Params } from "../../lib/sweep/searchSpace.js";
import type { Trial } from "../../lib/sweep/trial.js";

const space = { rate: logUniform(1e-4, 1e-1), dropout: uniform(0, 0.5), kind: choice(["a", "b"]) };

function trialsBy(valueOf: (params: Params, noise: number) => number, count = 60): Trial[] {
  return Array.from({ length: count }, (_, trial) => {
    const random = createRandom(trial);
    const params = samplePoint(space, random);
    const epochs = [{ epoch: 1, value: valueOf(params, random.normal()) }];
    return { trial, params, runId: `run${trial}`, epochs, end: { status: "finished", seconds: 1 } };
  });
}

test("importances rank the setting that decides the result first, with most of its variance", () => {
  const byRate = importances(
    space,
    trialsBy(({ rate }, noise) => Math.log10(rate as number) + 0.2 * noise),
  );
  expect(byRate[0]!.setting).toBe("rate");
  expect(byRate[0]!.share).toBeGreaterThan(0.75);
  const byKind = importances(
    space,
    trialsBy(({ kind }, noise) => Number(kind === "a") + 0.1 * noise),
  );
  expect(byKind[0]!.setting).toBe("kind");
  expect(byKind[0]!.share).toBeGreaterThan(0.9);
});

test("importances of settings that decide nothing are near 0, and undefined with too few trials", () => {
  for (const { share } of importances(
    space,
    trialsBy((_, noise) => noise),
  ))
    expect(share).toBeLessThan(0.15);
  for (const { share } of importances(
    space,
    trialsBy((_, noise) => noise, 3),
  ))
    expect(share).toBeNaN();
});

test("sweepFigure draws one line a trial that has a result, on each setting's own scale", () => {
  const trials = trialsBy((_, noise) => noise, 8);
  const untold = { ...trials[0]!, trial: 8, epochs: [] };
  const figure = sweepFigure([...trials, untold], { space, objective: "validationAuc" });
  const { dimensions } = figure.data[0] as unknown as { dimensions: { label: string; values: number[] }[] };
  expect(dimensions.map(({ label }) => label)).toEqual(["rate", "dropout", "kind", "validationAuc"]);
  for (const { values } of dimensions) expect(values).toHaveLength(8);
  expect(dimensions[0]!.values[0]).toBeCloseTo(Math.log10(trials[0]!.params["rate"] as number), 10);
  expect(new Set(dimensions[2]!.values)).toEqual(new Set([0, 1]));
});

test("figures of a sweep without results say so", () => {
  expect(JSON.stringify(sweepFigure([], { space, objective: "validationAuc" }))).toContain("No trial has a result.");
  expect(JSON.stringify(importanceFigure(importances(space, [])))).toContain("Too few trials to tell.");
});
