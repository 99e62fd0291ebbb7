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
  const common = { trackingUri, experiment: "bones", name: "first", context, spoolDir, root };
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
      return logModelFiles(run, { name: "cnn-baseline", files, imageSize: 128, outputs: 1, epoch: 4 });
    },
  );
  expect(outcome).toMatchObject({ status: "FINISHED", stored: "spool", value: { modelId: undefined } });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/does not answer; the run goes on.*npm run mlflow:sync$/s);

  const { header, operations } = await readJournal(outcome.spoolFolder!);
  expect(header.create?.tags).toMatchObject({
    command: "npm run experiment -- cnn-baseline",
    "version.tfjs": "4.22.0",
  });
  const batches = operations.flatMap((op) => (op.kind === "batch" ? [op] : []));
  expect(Object.assign({}, ...batches.map((batch) => batch.params))).toEqual({ seed: "3", "training.batchSize": "32" });
  expect(batches.flatMap((batch) => batch.metrics).map(({ key, value }) => [key, value])).toEqual([
    ["test/confusion not fractured called not fractured", 40],
    ["test/confusion not fractured called fractured", 3],
    ["test/confusion fractured called not fractured", 5],
    ["test/confusion fractured called fractured", 32],
  ]);
  const files = operations.flatMap((op) => (op.kind === "artifacts" ? op.files : []));
  const text = (path: string): string => {
    const { content } = files.find((file) => file.path === path)!;
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
  expect(operations.find(({ kind }) => kind === "model")).toMatchObject({
    model: {
      name: "cnn-baseline",
      step: 4,
      signature: { inputs: [{ shape: [-1, 128, 128, 1] }], outputs: [{ shape: [-1, 1] }] },
    },
  });
});

test("counts that are no square are refused", async () => {
  const common = { trackingUri, experiment: "bones", name: "bad", context, spoolDir, root, onWarning: () => undefined };
  const record = withTrackedRun(common, (run) =>
    logConfusionMatrix(run, "test", { classes: ["a", "b"], counts: [[1, 2]] }),
  );
  await expect(record).rejects.toThrow("Expected 2 rows of 2 counts. Received rows of: 2");
});
