import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";
import {
  logConfusionMatrix,
  logFigure,
  logModelFiles,
  readRunContext,
  withTrackedRun,
} from "../../lib/tracking/index.js";
import type { RunContext } from "../../lib/tracking/index.js";
import { readJournal } from "../../packages/mlflow-js-client/test/readJournal.js";

/** Nothing listens on port 1: all that is recorded lies in the spool, where it can be looked at. */
const trackingUri = "http://127.0.0.1:1";
const { root } = readSettings();
const view = { primaryMetric: "test/auc", columns: ["metrics.test/auc", "params.seed"] };
let spoolDir: string;
let context: RunContext;

beforeAll(async () => {
  spoolDir = mkdtempSync(join(tmpdir(), "tracked-run-"));
  const command = ["npm", "run", "experiment", "--", "cnn-baseline"];
  context = await readRunContext({ settings: readSettings(), command, sourceName: "scripts/experiment.ts" });
});

afterAll(() => {
  rmSync(spoolDir, { recursive: true });
});

test("a tracked run records config, context, figures, confusion matrix and model, and says where they are", async () => {
  const warnings: string[] = [];
  const config = { seed: 3, training: { batchSize: 32 } };
  const common = { trackingUri, experiment: "bones", view, name: "first", context, spoolDir, root };
  const outcome = await withTrackedRun(
    { ...common, config, note: "**what**", onWarning: (w) => warnings.push(w) },
    async (run) => {
      const figure = { data: [{ x: [0, 1], y: [0, 1] }], layout: { title: { text: "</script>" } } };
      await logFigure(run, "roc", figure, new Uint8Array([1]));
      await logConfusionMatrix(run, "test", {
        classes: ["not fractured", "fractured"],
        counts: [
          [40, 3],
          [5, 32],
        ],
      });
      const files = { "model.json": new Uint8Array([1]), "weights.bin": new Uint8Array([2]) };
      const example = Float32Array.of(0, 1 / 3, 0.5, 1);
      const register = { name: "cnn-baseline", aliases: ["champion"] };
      const model = { name: "cnn-baseline", files, imageSize: 2, outputs: 1, epoch: 4, example, register };
      return logModelFiles(run, model);
    },
  );
  expect(outcome).toMatchObject({
    status: "FINISHED",
    stored: "spool",
    value: { modelId: undefined },
    pages: undefined,
  });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/does not answer; the run goes on.*npm run mlflow:sync$/s);

  const { header, operations } = await readJournal(outcome.spoolFolder!);
  expect(header.create?.tags).toMatchObject({
    command: "npm run experiment -- cnn-baseline",
    "version.tfjs": "4.22.0",
  });
  const batches = operations.flatMap((op) => (op.kind === "batch" ? [op] : []));
  expect(Object.assign({}, ...batches.map((batch) => batch.params))).toEqual({ seed: "3", "training.batchSize": "32" });
  const files = operations.flatMap((op) => (op.kind === "artifacts" ? op.files : []));
  const models = operations.flatMap((op) => (op.kind === "model" ? [op] : []));
  const text = (path: string): string => {
    const { content } = [...files, ...models[0]!.model.files].find((file) => file.path === path)!;
    return readFileSync((content as { file: string }).file, "utf8");
  };
  expect(files.map(({ path }) => path)).toEqual([
    "config.json",
    "figures/roc.png",
    "confusion/test.csv",
    "figures/interactive.html",
  ]);
  expect(JSON.parse(text("config.json"))).toEqual(config);
  expect(text("confusion/test.csv")).toBe(
    "actual \\ predicted,not fractured,fractured\nnot fractured,40,3\nfractured,5,32\n",
  );
  expect(text("figures/interactive.html").match(/<\/script>/g)).toHaveLength(3); // the title's does not close the data
  expect(operations.at(-2)).toMatchObject({ kind: "artifacts" });
  expect(models).toMatchObject([
    {
      model: {
        name: "cnn-baseline",
        step: 4,
        signature: { inputs: [{ shape: [-1, 2, 2, 1] }], outputs: [{ shape: [-1, 1] }] },
        inputExample: { path: "input_example.json", type: "ndarray" },
      },
      register: { name: "cnn-baseline", aliases: ["champion"] },
    },
  ]);
  expect(JSON.parse(text("input_example.json"))).toEqual([
    [
      [[0], [0.333]],
      [[0.5], [1]],
    ],
  ]);
});

test("counts that are no square are refused", async () => {
  const common = { trackingUri, experiment: "bones", view, name: "bad", context, spoolDir, root };
  const record = withTrackedRun({ ...common, onWarning: () => undefined }, (run) =>
    logConfusionMatrix(run, "test", { classes: ["a", "b"], counts: [[1, 2]] }),
  );
  await expect(record).rejects.toThrow("Expected 2 rows of 2 counts. Received rows of: 2");
});

test("a body's own error comes out, also where the page of its figures can't be made", async () => {
  const noPlotly = join(spoolDir, "nowhere");
  const common = { trackingUri, experiment: "bones", view, name: "failing", context, spoolDir, root: noPlotly };
  const warnings: string[] = [];
  const record = withTrackedRun({ ...common, onWarning: (w) => warnings.push(w) }, async (run) => {
    await logFigure(run, "roc", { data: [], layout: {} });
    throw new Error("out of memory");
  });
  await expect(record).rejects.toThrow("out of memory");
  expect(warnings.at(-1)).toMatch(/^The run has no page of interactive figures: ENOENT/);
});

test("a page of figures that can't be made costs a run nothing but a warning", async () => {
  const noPlotly = join(spoolDir, "nowhere");
  const common = { trackingUri, experiment: "bones", view, name: "plain", context, spoolDir, root: noPlotly };
  const warnings: string[] = [];
  const outcome = await withTrackedRun({ ...common, onWarning: (w) => warnings.push(w) }, async (run) => {
    await logFigure(run, "roc", { data: [], layout: {} });
    return 7;
  });
  expect(outcome).toMatchObject({ status: "FINISHED", value: 7 });
  expect(warnings.at(-1)).toContain("no page of interactive figures");
});
