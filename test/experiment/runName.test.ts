import { expect, test } from "vitest";
import { runName } from "../../lib/experiment/runName.js";

test("a run's name shortens keys as long as they mean one setting", () => {
  const overrides = ["training.epochs=8", "model.dropout=0.4", "data.phantom.seed=3", "seed=7", "model.kind=cnn"];
  expect(runName("cnn-baseline", overrides)).toBe(
    "cnn-baseline epochs=8 dropout=0.4 phantom.seed=3 seed=7 model.kind=cnn",
  );
});

test("without changes a run has its experiment's name, and a value may hold an equals sign", () => {
  expect(runName("cnn-baseline", [])).toBe("cnn-baseline");
  expect(runName("cnn-baseline", ["data.dir=/a=b"])).toBe("cnn-baseline dir=/a=b");
});
