import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPhantomSource, regions, views } from "../../../lib/data/phantom/index.js";
import type { Manifest, Radiograph } from "../../../lib/data/types.js";
import { rocAuc } from "../../../lib/metrics/rocAuc.js";
import { fitLogistic, pixels32 } from "./logisticRegression.js";

let cacheDir: string;
let manifest: Manifest;
let labels: number[];
let images: { pixels: Uint8Array; width: number; height: number }[];

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "phantom-"));
  manifest = await createPhantomSource({ patients: 500, seed: 1 }, cacheDir).manifest();
  labels = manifest.radiographs.map(({ label }) => (label === "fractured" ? 1 : 0));
  images = [];
  for (const { path } of manifest.radiographs) {
    const { data, info } = await sharp(await readFile(join(manifest.root, path)))
      .autoOrient()
      .greyscale()
      .resize(128, 128, { fit: "inside" })
      .raw()
      .toBuffer({ resolveWithObject: true });
    images.push({ pixels: new Uint8Array(data), width: info.width, height: info.height });
  }
}, 600_000);
afterAll(() => rm(cacheDir, { recursive: true, force: true }));

const fields: Record<string, (radiograph: Radiograph, index: number) => number> = {
  width: ({ widthPixels }) => widthPixels,
  height: ({ heightPixels }) => heightPixels,
  "aspect ratio": ({ widthPixels, heightPixels }) => widthPixels / heightPixels,
  bytes: ({ bytes }) => bytes,
  "bytes a pixel": ({ bytes, widthPixels, heightPixels }) => bytes / (widthPixels * heightPixels),
  channels: ({ channels }) => channels,
  hardware: ({ hardware }) => Number(hardware),
  brightness: (_, i) => meanOf(images[i]!.pixels),
  ...Object.fromEntries(["jpeg", "png", "webp"].map((name) => [name, (r: Radiograph) => Number(r.format === name)])),
  ...Object.fromEntries(regions.map((name) => [name, (r: Radiograph) => Number(r.region === name)])),
  ...Object.fromEntries(views.map((name) => [name, (r: Radiograph) => Number(r.view === name)])),
};

test.each(Object.keys(fields))("%s says nothing of the label: AUC within .5 +- .06", (name) => {
  const auc = rocAuc(labels, manifest.radiographs.map(fields[name]!));
  expect(auc).toBeGreaterThan(0.44);
  expect(auc).toBeLessThan(0.56);
});

test("45 to 50 % of the images are fractured", () => {
  const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  expect(share).toBeGreaterThan(0.45);
  expect(share).toBeLessThan(0.5);
});

test("logistic regression on 32 x 32 pixels fails on new patients: AUC at most .65", () => {
  const features = images.map(({ pixels, width, height }) => pixels32(pixels, width, height));
  const last = Number(manifest.radiographs.at(-1)!.group.slice(1)) * 0.7;
  const isTrain = manifest.radiographs.map(({ group }) => Number(group.slice(1)) <= last);
  const trained = <T>(items: readonly T[]): T[] => items.filter((_, i) => isTrain[i]);
  const held = <T>(items: readonly T[]): T[] => items.filter((_, i) => !isTrain[i]);
  const score = fitLogistic(trained(features), trained(labels));
  expect(rocAuc(held(labels), held(features).map(score))).toBeLessThan(0.65);
});

function meanOf(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
