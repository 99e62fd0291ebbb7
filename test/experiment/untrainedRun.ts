import { copyFile, mkdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { createPhantomSource } from "../../lib/data/phantom/index.js";
import { prepareData, radiographsOf, type PreparedData } from "../../lib/data/prepareData.js";
import { splitRows } from "../../lib/data/splitCsv.js";
import type { Radiograph } from "../../lib/data/types.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { contentKey, type OpenedRun } from "../../lib/experiment/savedRun.js";
import { createCnn } from "../../lib/model/cnn.js";
import { createRandom } from "../../lib/random.js";

/** Simulated radiographs as files, and where they lie. */
export interface Pictures {
  root: string;
  radiographs: readonly Radiograph[];
}

/** One view of each patient: further ones are so alike, as they are simulated, that they would pass for copies. */
export async function simulatePictures(patients: number, seed: number, cacheDir: string): Promise<Pictures> {
  const { root, radiographs } = await createPhantomSource({ patients, seed }, cacheDir).manifest();
  return { root, radiographs: [...new Map(radiographs.map((view) => [view.group, view])).values()] };
}

/** Adds them to a set with a folder for each class, called by a name and their number. @returns the set's folder */
export async function addPictures(
  dir: string,
  name: string,
  { root, radiographs }: Pictures,
  write: (from: string, to: string) => Promise<unknown> = copyFile,
): Promise<string> {
  for (const [i, { path, label }] of radiographs.entries()) {
    await mkdir(join(dir, label), { recursive: true });
    await write(join(root, path), join(dir, label, `${name} ${i}${extname(path)}`));
  }
  return dir;
}

export interface UntrainedRun {
  run: OpenedRun;
  data: PreparedData;
}

/** What a training on a folder leaves behind, but for the training: a small network with the weights that it began with. */
export async function untrainedRun(dir: string, cacheDir: string, overrides: string[] = []): Promise<UntrainedRun> {
  const config = applyOverrides(cnnBaseline, [
    "data.source=folder",
    `data.dir=${dir}`,
    "data.imageSize=32",
    "data.split=[0.5,0.2,0.3]",
    "model.filters=[4,4]",
    "evaluation.resamples=100",
    ...overrides,
  ]);
  const data = await prepareData(config.data, { cacheDir });
  const { manifest, split, splits } = data;
  const { train, validation } = splits;
  const network = createCnn(config.model, config.data.imageSize, createRandom(config.seed));
  const saved: OpenedRun["saved"] = {
    format: 1,
    config,
    classes: [...manifest.classes],
    thresholdProb: 0.5,
    weightsSha256: "w",
    dataDigest: manifest.digest,
    split: { by: split.by, digest: split.digest, leaky: split.leaky },
    status: "finished",
    endedAt: "2026-01-01T00:00:00.000Z",
    code: "abc",
    trainedOn: [...train.radiographs, ...validation.radiographs].map(({ sha256 }) => contentKey(sha256)),
  };
  return { run: { saved, network, split: splitRows(radiographsOf(splits)) }, data };
}
