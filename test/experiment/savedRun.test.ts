import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { readEvidence } from "../../lib/experiment/evidence.js";
import { calibratedProbs } from "../../lib/experiment/fitCalibration.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { readRunFolder, savedRunFiles, writeRunFolder, type SavedRun } from "../../lib/experiment/savedRun.js";
import { createCnn } from "../../lib/model/cnn.js";
import { sigmoid } from "../../lib/model/predict.js";
import { readWeights, weightsSha256 } from "../../lib/model/weights.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";

const config = applyOverrides(cnnBaseline, ["model.filters=[4,4]", "model.denseUnits=[4]", "data.imageSize=16"]);
const weights = readWeights(createCnn(config.model, 16, createRandom(1)));
const saved: SavedRun = {
  format: 1,
  config,
  classes: ["not_fractured", "fractured"],
  thresholdProb: 0.4,
  calibration: { kind: "platt", slope: 0.8, intercept: -1.1 },
  weightsSha256: weightsSha256(weights),
  dataDigest: "0".repeat(64),
  status: "finished",
  endedAt: "2026-01-01T00:00:00.000Z",
  code: "abc",
  trainedOn: ["0123456789abcdef"],
};
let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "saved-run-"));
});
afterEach(async () => {
  await rm(parent, { recursive: true });
  tf.disposeVariables();
});

test("a saved run comes back whole: config, threshold and weights to the byte", async () => {
  const folder = join(parent, "runs", "a");
  await writeRunFolder(folder, await savedRunFiles(saved, weights));
  const back = await readRunFolder(folder);
  expect(back.saved).toEqual(saved);
  expect(weightsSha256(readWeights(back.network))).toBe(saved.weightsSha256);
  expect(await readdir(join(parent, "runs"))).toEqual(["a"]);
});

test("the folded model in a run folder opens in plain TensorFlow.js and answers as the whole one, without BatchNorm", async () => {
  const folder = join(parent, "a");
  await writeRunFolder(folder, await savedRunFiles(saved, weights));
  const open = (file: string): Promise<tf.LayersModel> => tf.loadLayersModel(tf.io.fileSystem(join(folder, file)));
  const [whole, folded] = [await open("model.json"), await open("folded/model.json")];
  const images = tf.randomUniform([3, 16, 16, 1], 0, 1, "float32", 5);
  const [expected, answer] = [whole, folded].map((model) => (model.predict(images) as tf.Tensor).dataSync());
  expected!.forEach((prob, i) => {
    expect(answer![i]).toBeCloseTo(prob, 5);
  });
  expect(folded.layers.map((layer) => layer.getClassName())).not.toContain("BatchNormalization");
});

test("a run from before there were calibrations opens as one that has none, whatever the default is now", async () => {
  const folder = join(parent, "a");
  const old = structuredClone(saved);
  delete old.calibration;
  delete (old.config.evaluation as Partial<typeof old.config.evaluation>).calibration;
  await writeRunFolder(folder, await savedRunFiles(old, weights));
  const back = await readRunFolder(folder);
  expect(back.saved.calibration).toBeUndefined();
  expect(await readEvidence(folder)).toBeUndefined();
  expect(calibratedProbs([0, 2], back.saved.calibration)).toEqual(sigmoid([0, 2]));
});

test("a calibration that is damaged is refused by name", async () => {
  const folder = join(parent, "a");
  const damaged = { ...saved, calibration: { kind: "platt", slope: -1, intercept: 0 } } as SavedRun;
  await writeRunFolder(folder, await savedRunFiles(damaged, weights));
  await expect(readRunFolder(folder)).rejects.toThrow("is no run description of this version");
});

test("a run folder with a file missing says which", async () => {
  const folder = join(parent, "a");
  await writeRunFolder(folder, await savedRunFiles(saved, weights));
  await rm(join(folder, "weights.bin"));
  await expect(readRunFolder(folder)).rejects.toThrow("Missing: weights.bin");
});

test("a run folder whose weights are not those that were trained is refused", async () => {
  const folder = join(parent, "a");
  const files = await savedRunFiles(saved, weights);
  files["weights.bin"]![7]! ^= 1;
  await writeRunFolder(folder, files);
  await expect(readRunFolder(folder)).rejects.toThrow("are not those that experiment.json names");
});

test("a damaged file of a run is one line that names it and the remedy, and leaves no tensor behind", async () => {
  const files = await savedRunFiles(saved, weights);
  const cut = (name: string): Uint8Array => files[name]!.slice(0, files[name]!.length >> 1);
  const remedy = "Fetch the run again from MLflow, or train it again.";
  const tensors = tf.memory().numTensors;
  for (const [name, bytes, said] of [
    ["weights.bin", cut("weights.bin"), "weights.bin in"],
    ["model.json", cut("model.json"), "model.json does not describe weights"],
    ["experiment.json", cut("experiment.json"), "experiment.json is no run description of this version (it is cut off"],
    ["experiment.json", Buffer.from('no\nJSON "at all"'), "it is cut off or overwritten"],
    ["experiment.json", Buffer.from('{ "format": 2 }'), "(format: "],
  ] as const) {
    const folder = join(parent, "a");
    await writeRunFolder(folder, { ...files, [name]: bytes });
    const message = await readRunFolder(folder).then(String, (error: unknown) => (error as Error).message);
    expect(message).toContain(folder);
    expect(message).toContain(said);
    expect(message.endsWith(remedy)).toBe(true);
    expect(message).not.toMatch(/\n|typed array|tensor|JSON at|token/);
  }
  expect(tf.memory().numTensors).toBe(tensors);
});
