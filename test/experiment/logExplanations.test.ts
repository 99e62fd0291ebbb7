import sharp from "sharp";
import { expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { subset } from "../../lib/data/subset.js";
import { evaluatePredictions, predictDataset, type Evaluation } from "../../lib/experiment/evaluate.js";
import { explainedImages, logExplanations } from "../../lib/experiment/logExplanations.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import type { Figure } from "../../lib/figures/figure.js";
import { readWeights } from "../../lib/model/weights.js";
import { tf } from "../../lib/tensorflow/index.js";
import type { TrackedRun } from "../../lib/tracking/index.js";
import { plantedBars, trainedOn } from "../explain/plantedBars.js";

type Row = Record<string, string | number | Uint8Array>;

const config = applyOverrides(cnnBaseline, [
  "model.filters=[8,16]",
  "model.denseUnits=[8]",
  "model.dropout=0.2",
  "data.imageSize=32",
]);
const dataset = plantedBars(60, 9);
const network = await trainedOn();
const weights = readWeights(network);
const judged = evaluatePredictions(await predictDataset(network, dataset, undefined), 0.5, {
  seed: 1,
  resamples: 20,
  confidence: 0.95,
});

/** What a run was sent. */
async function logged(test: Evaluation, of = dataset) {
  const rows: Row[] = [];
  const images: { key: string; step: number | undefined }[] = [];
  const mlflow = {
    table: (name: string, table: Row[]) => {
      expect(name).toBe("explanations.json");
      rows.push(...table);
      return Promise.resolve();
    },
    image: (key: string, _: Uint8Array, { step }: { step?: number }) => {
      images.push({ key, step });
      return Promise.resolve();
    },
  };
  const figure = await logExplanations({ mlflow } as unknown as TrackedRun, config, of, { model: { weights }, test });
  return { rows, images, figure };
}

function subtitleOf({ layout }: Figure): string {
  return JSON.stringify(layout.title);
}

test("the surest errors and some hits are explained, errors first, each with its picture, its heat and its rank", async () => {
  const thresholdProb = [...judged.predictions].map(({ prob }) => prob).sort((a, b) => a - b)[20]!; // alarms for sure
  const { rows, images, figure } = await logged({ ...judged, thresholdProb });
  const alarms = rows.filter(({ kind }) => kind === "false alarm");
  expect(alarms.length).toBeGreaterThan(0);
  const falling = alarms.map(({ probability }) => Number(probability));
  expect(falling).toEqual([...falling].sort((a, b) => b - a));
  expect(rows.at(-1)!["kind"]).toBe("found");
  expect(images).toEqual(rows.map(({ kind, rank }) => ({ key: `grad-cam/${String(kind)}`, step: Number(rank) - 1 })));
  for (const { key } of images) expect(explainedImages).toContain(key);
  for (const row of rows) {
    const { channels, width } = await sharp(row["grad-cam"] as Uint8Array).metadata();
    expect([channels, width]).toEqual([3, 32]);
    expect(row["picture"]).not.toEqual(row["grad-cam"]);
  }
  expect(figure.layout.images).toHaveLength(rows.length);
});

test("where boxes are known it says whether the hottest place lies in one: nearly always for a network that looks there", async () => {
  const { rows, figure } = await logged(judged);
  const found = rows.filter(({ kind }) => kind === "found");
  expect(found).toHaveLength(4);
  const hits = found.filter(({ hottestInBox }) => Number(hottestInBox) >= 0.5).length;
  expect(hits).toBeGreaterThanOrEqual(3);
  expect(subtitleOf(figure)).toContain(`${hits} of 4 found`);
  for (const { kind, heatInBox } of rows) expect(Number.isNaN(heatInBox)).toBe(kind === "false alarm");
});

test("a set without boxes claims nothing of them, and no tensor is left behind", async () => {
  const bare = { ...dataset, radiographs: dataset.radiographs.map((radiograph) => ({ ...radiograph, boxes: [] })) };
  const tensors = tf.memory().numTensors;
  const { rows, figure } = await logged(judged, bare);
  expect(rows.every(({ hottestInBox }) => Number.isNaN(hottestInBox))).toBe(true);
  expect(subtitleOf(figure)).not.toContain("hottest");
  expect(tf.memory().numTensors).toBe(tensors);
});

test("with no fracture and no alarm nothing is logged, and the sheet says so", async () => {
  const intact = subset(
    dataset,
    dataset.radiographs.filter((_, i) => dataset.labels[i] === 0),
  );
  const predictions = judged.predictions.filter((_, i) => dataset.labels[i] === 0);
  const { rows, images, figure } = await logged({ ...judged, predictions, thresholdProb: 1.1 }, intact);
  expect([rows, images]).toEqual([[], []]);
  expect(JSON.stringify(figure.layout)).toContain("No fracture and no alarm.");
});
