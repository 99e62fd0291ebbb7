import { expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { modelSummary } from "../../lib/model/modelSummary.js";

test("modelSummary names each layer with its output, and tells trained weights from moving statistics", () => {
  const config = { ...cnnBaseline.model, filters: [4, 8], denseUnits: [3] };
  const { text, trainableWeights } = modelSummary(config, 16);
  const lines = text.split("\n");
  expect(lines[0]).toMatch(/^layer +output +weights$/);
  expect(lines[1]).toMatch(/^conv1 \(Conv2D\) +\[batch, 16, 16, 4\] +36$/);
  expect(lines.find((line) => line.startsWith("dense1"))).toMatch(/\[batch, 3\] +27$/);
  // 36 + 288 kernels, 2 x (4 + 8) gamma and beta, 8 x 3 + 3 dense, 3 + 1 logit
  expect(trainableWeights).toBe(379);
  expect(text).toContain("403 weights: 379 are trained, 24 are BatchNorm's moving statistics.");
});
