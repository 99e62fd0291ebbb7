import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MlflowClient, replaySpool } from "mlflow-js-client";
import { describe, expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import type { PreparedData } from "../../lib/data/prepareData.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { runExperiment, type ExperimentResult } from "../../lib/experiment/runExperiment.js";
import { readSettings } from "../../lib/settings.js";
import { readRunContext } from "../../lib/tracking/index.js";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow, python } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { syntheticDataset } from "../training/syntheticDataset.js";

const small = ["model.filters=[4,4]", "model.denseUnits=[4]", "data.imageSize=16", "evaluation.resamples=100"];
const config = applyOverrides(cnnBaseline, [...small, "training.epochs=2"]);
const [train, validation, test_] = [40, 20, 30].map((count, seed) => syntheticDataset(count, 16, seed));
const splits = { train: train!, validation: validation!, test: test_! };
const radiographs = Object.values(splits).flatMap((part) => part.radiographs);
const classes = ["not_fractured", "fractured"];
const manifest = { source: "folder", root: "/data/bones", classes, radiographs, rejected: [], digest: "d".repeat(64) };
const split = { by: "group", digest: "5".repeat(64), leaky: false, seed: 1, shares: [2, 1, 1] } as const;
const data: PreparedData = { manifest, all: splits.train, splits, split: { ...split, leaks: [] } };

describe.skipIf(!hasMlflow)("a trained experiment in MLflow", () => {
  const mlflow = mlflowForTests("run-experiment");

  async function run(trackingUri: string): Promise<ExperimentResult> {
    const { root } = readSettings();
    const command = ["npm", "run", "experiment", "--", "cnn-baseline"];
    return runExperiment(config, data, {
      root,
      trackingUri,
      spoolDir: join(mlflow.folder, "spool"),
      runsDir: join(mlflow.folder, "runs"),
      checkpointsDir: join(mlflow.folder, "checkpoints"),
      context: await readRunContext({ settings: readSettings(), command, sourceName: "scripts/experiment.ts" }),
      register: { aliases: ["champion"] },
      onWarning: () => undefined,
    });
  }

  async function readBack(runId: string): Promise<Record<string, unknown>> {
    const code = await readFile(join(import.meta.dirname, "readExperiment.py"), "utf8");
    return (await python(mlflow.server.uri, code, runId)) as Record<string, unknown>;
  }

  test("MLflow's Python client finds result, data sets, tables, and the registered model with an input to try", async () => {
    const result = await run(mlflow.server.uri);
    expect(result.stored).toBe("server");
    expect(result.pages?.run).toContain(`/runs/${result.runId}?workflowType=machine_learning`);
    const found = await readBack(result.runId);
    const { auc, sensitivity } = result.test!.metrics;
    expect(found).toMatchObject({
      name: "cnn-baseline",
      status: "FINISHED",
      primaryMetric: "validation/auc",
      note: expect.stringMatching(
        /^Test AUC 0\.\d{3} \[0\.\d{3}, .*at threshold .*`npm run experiment -- cnn-baseline`/s,
      ) as string,
      params: {
        "training.batchSize": "16",
        "training.stepsPerEpoch": "2",
        "training.classWeight.fractured": "1",
        "optimizer.kind": "AdamW",
        "optimizer.epsilon": "1e-7",
        "model.trainableWeights": "221",
      },
      metrics: {
        "test/auc": auc.value,
        "test/auc.low": auc.low,
        "test/sensitivity.high": sensitivity.high,
        "training/epochs": 2,
        "training/bestEpoch": result.training.bestEpoch,
      },
      datasets: [
        ["folder-train", "train", "/data/bones"],
        ["folder-validation", "validation", "/data/bones"],
        ["folder-test", "test", "/data/bones"],
      ],
      predictions: 30,
      example: { dtype: "float32", shape: [1, 16, 16, 1] },
      champion: { version: "1", runId: result.runId },
      modelMetrics: { "test/auc": ["folder-test", auc.value] },
    });
    const { metrics, errors, images } = found as { metrics: Record<string, number>; errors: number; images: number };
    expect(Object.keys(metrics)).toContain("system/cpu_utilization_percentage");
    expect(errors).toBeGreaterThan(0);
    expect(images).toBe(2 * errors); // each with the small one that the grid shows
  });

  test("an experiment trained while the server was away is registered when it is sent", async () => {
    await mlflow.server.kill();
    const result = await run(mlflow.server.uri);
    expect(result).toMatchObject({ stored: "spool", pages: undefined });
    await mlflow.server.start();
    const client = new MlflowClient({ trackingUri: mlflow.server.uri, env: {} });
    const [sent] = await replaySpool({ client, spoolDir: join(mlflow.folder, "spool") });
    expect(sent).toMatchObject({ state: "sent", problems: [] });
    const found = await readBack(sent!.runId!);
    expect(found).toMatchObject({
      status: "FINISHED",
      champion: { version: "2", runId: sent!.runId },
      metrics: { "test/auc": result.test!.metrics.auc.value },
      example: { shape: [1, 16, 16, 1] },
    });
  });
});
