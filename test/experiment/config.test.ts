import { expect, test } from "vitest";
import { experimentNamed } from "../../experiments/index.js";
import { defineExperiment } from "../../lib/experiment/config.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import type { UserError } from "../../lib/userError.js";

const baseline = experimentNamed("cnn-baseline");
const message = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect((error as UserError).exitCode).toBe(2);
    return (error as Error).message;
  }
  throw new Error("Expected an error.");
};

test("an override changes its setting, nothing else, and not the original", () => {
  const changed = applyOverrides(baseline, ["model.dropout=0.4", "seed=3", "model.filters=[8,16]"]);
  expect(changed.model).toEqual({ ...baseline.model, dropout: 0.4, filters: [8, 16] });
  expect(changed.seed).toBe(3);
  expect(changed.training).toEqual(baseline.training);
  expect(baseline.model.dropout).toBe(0.3);
});

test("an unknown key throws and names the nearest", () => {
  expect(message(() => applyOverrides(baseline, ["model.dropuot=0.4"]))).toContain("The nearest is model.dropout.");
  expect(message(() => applyOverrides(baseline, ["dropout=0.4"]))).toContain("The nearest is model.dropout.");
  expect(message(() => applyOverrides(baseline, ["training.epoch=3"]))).toContain("The nearest is training.epochs.");
});

test("an unknown key in a config file throws too", () => {
  const input = { name: "x", training: { epoch: 3 } };
  expect(message(() => defineExperiment(input as never))).toBe(
    "config: training.epoch is no setting. The nearest is training.epochs.",
  );
});

test("a value out of range says what was expected and what came", () => {
  expect(message(() => applyOverrides(baseline, ["model.dropout=2"]))).toBe(
    "config: model.dropout: expected number to be <1. Received: 2",
  );
});

test("an override without = says how it is written", () => {
  expect(message(() => applyOverrides(baseline, ["seed"]))).toContain("expected key=value");
});

test("an unknown experiment names the nearest", () => {
  expect(message(() => experimentNamed("cnn-basline"))).toContain("The nearest is cnn-baseline.");
});
