import { expect, test } from "vitest";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import type { PreparedData } from "../../lib/data/prepareData.js";
import { fastDevRun, overfitBatches } from "../../lib/experiment/debugRuns.js";
import { trainAndEvaluate } from "../../lib/experiment/trainAndEvaluate.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { syntheticDataset } from "../training/syntheticDataset.js";

const config = applyOverrides(cnnBaseline, [
  ...["data.imageSize=16", "model.filters=[8,8]", "model.denseUnits=[8]"],
  ...["training.batchSize=8", "training.epochs=60", "training.learningRate=0.01"],
]);
const splits = {
  train: syntheticDataset(160, 16, 1),
  validation: syntheticDataset(80, 16, 2),
  test: syntheticDataset(80, 16, 3),
};
const data = { splits } as unknown as PreparedData; // of a data set these runs look at nothing else

test("fastDevRun has two batches and one epoch, with both classes in every part", () => {
  const run = fastDevRun(config, data);
  expect(run.config.training.epochs).toBe(1);
  const { train, validation, test: tested } = run.data.splits;
  expect([train, validation, tested].map(({ labels }) => labels.length)).toEqual([16, 8, 8]);
  for (const part of [train, validation, tested]) expect(new Set(part.labels)).toEqual(new Set([0, 1]));
});

test("overfitBatches learns its images by heart, and says so by its loss; with wrong labels a second time it can't", async () => {
  const run = overfitBatches(config, data, 2);
  expect(run.data.splits.train).toBe(run.data.splits.validation);
  const { training } = await trainAndEvaluate(run.config, run.data);
  expect(training.history.length).toBe(60);
  expect(training.history.at(-1)!.trainLoss).toBeLessThan(0.05);

  const { train } = run.data.splits;
  const images = [...train.labels.keys()];
  const pixels = new Uint8Array(train.labels.length * 16 * 16).fill(128); // all alike: nothing tells the labels apart
  const labels = Uint8Array.from(images, (i) => train.labels[i]!);
  const alike = inMemoryDataset({ imageSize: 16, pixels, labels, radiographs: train.radiographs });
  const blind = { ...run.data, splits: { train: alike, validation: alike, test: alike } };
  const { training: failed } = await trainAndEvaluate(run.config, blind);
  expect(failed.history.at(-1)!.trainLoss).toBeGreaterThan(0.5);
}, 60_000);
