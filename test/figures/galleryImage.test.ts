import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { galleryImage } from "../../lib/figures/galleryImage.js";
import { exampleDataset } from "./exampleData.js";

test("a gallery shows the file itself at what its cell can hold where it knows the root, else what the network saw", async () => {
  const root = await mkdtemp(join(tmpdir(), "gallery-"));
  const dataset = exampleDataset();
  const boxes = [{ xMin: 0.1, xMax: 0.2, yMin: 0.3, yMax: 0.4 }];
  const file = { ...dataset.radiographs[0]!, path: "a.png", widthPixels: 600, heightPixels: 300, boxes };
  const shown = { ...dataset, radiographs: [file, ...dataset.radiographs.slice(1)] };
  await sharp({ create: { width: 600, height: 300, channels: 3, background: "#808080" } }).toFile(join(root, "a.png"));
  const large = await galleryImage(shown, 0, "caption", { root, cellPixels: 240 });
  expect([large.widthPixels, large.heightPixels, large.caption]).toEqual([240, 120, "caption"]);
  expect(large.boxes).toEqual(boxes);
  const seen = await galleryImage(shown, 0, "caption", { cellPixels: 240 });
  expect([seen.widthPixels, seen.heightPixels]).toEqual([dataset.imageSize, dataset.imageSize]);
  await rm(root, { recursive: true });
});
