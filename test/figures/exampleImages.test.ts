import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { readImages } from "../../lib/data/readImages.js";
import { augmentedImages, beforeAfterImages, exampleImages } from "../../lib/figures/exampleImages.js";
import { syntheticDataset } from "../training/syntheticDataset.js";

const dataset = syntheticDataset(20, 16, 1);
const classes = ["not_fractured", "fractured"];

test("exampleImages draws the same images of each class for the same seed, in class order", () => {
  const draw = (seed: number): string[] =>
    exampleImages(dataset, classes, { perClass: 3, seed }).map(({ pixels }) => String(pixels));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  const captions = exampleImages(dataset, classes, { perClass: 3, seed: 1 }).map(
    ({ caption }) => caption.split("\n")[0],
  );
  expect(captions).toEqual([...new Array<string>(3).fill("not fractured"), ...new Array<string>(3).fill("fractured")]);
});

test("augmentedImages gives each original its variants, all different", async () => {
  const rows = await augmentedImages(dataset, [0, 3], augmentConfigSchema.parse({}), { variants: 4, seed: 1 });
  expect(rows.map(({ variants }) => variants.length)).toEqual([4, 4]);
  expect(new Set(rows.flatMap(({ variants }) => variants.map(({ pixels }) => String(pixels)))).size).toBe(8);
  expect(String(rows[1]!.original.pixels)).toBe(String(readImages(dataset, [3])));
});

test("beforeAfterImages shows a file upright and unstretched beside the network's input", async () => {
  const root = await mkdtemp(join(tmpdir(), "before-after-"));
  try {
    await sharp({ create: { width: 40, height: 20, channels: 3, background: "#808080" } })
      .png()
      .toFile(join(root, "0.png"));
    const one = syntheticDataset(1, 16, 1);
    const [pair] = await beforeAfterImages({ ...manifest, root }, one, { count: 1, seed: 1, maxPixels: 1e6 });
    expect([pair!.before.widthPixels, pair!.before.heightPixels]).toEqual([128, 64]);
    expect(pair!.before.pixels.every((value) => value === 128)).toBe(true);
    expect(String(pair!.after.pixels)).toBe(String(readImages(one, [0])));
  } finally {
    await rm(root, { recursive: true });
  }
});

const manifest = { source: "folder", classes, radiographs: [], rejected: [], digest: "" };
