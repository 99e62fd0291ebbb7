import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileShortcuts } from "../../../lib/data/audit/fileShortcuts.js";
import type { Shortcut } from "../../../lib/data/audit/shortcuts.js";
import { inspectFile } from "../../../lib/data/inspectFile.js";
import type { Radiograph } from "../../../lib/data/types.js";
import { createRandom } from "../../../lib/random.js";

let root: string;
const radiographs: Radiograph[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "file-shortcuts-"));
  const random = createRandom(1);
  for (let i = 0; i < 48; i++) {
    const noise = Buffer.from(Array.from({ length: 48 * 48 }, () => random.integer(256)));
    const image = sharp(noise, { raw: { width: 48, height: 48, channels: 1 } });
    const isFractured = i % 2 === 1;
    const path = `${i}.${isFractured ? "jpg" : "png"}`;
    await (isFractured ? image.jpeg() : image.png()).toFile(join(root, path));
    const inspection = await inspectFile(join(root, path), { maxPixels: 1e6 });
    if (!inspection.ok) throw new Error(inspection.detail);
    const label = isFractured ? "fractured" : "not_fractured";
    radiographs.push({ path, label, group: `g${i >> 1}`, licence: "none", ...inspection.facts });
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function formatOf(images: readonly Radiograph[]): Promise<Shortcut> {
  const found = await fileShortcuts(root, images, { cacheDir: join(root, "cache"), maxPixels: 1e6 });
  return found.find(({ property }) => property === "format")!;
}

test("a format that goes with the class is suspect, and said of each class", async () => {
  const format = await formatOf(radiographs);
  expect(format).toMatchObject({ measure: "Cramér's V", value: 1, isSuspect: true });
  expect(format.byClass).toEqual({ fractured: "jpeg 100 %", not_fractured: "png 100 %" });
});

test("as strong a property of two patients with many images each is no more than chance", async () => {
  const format = await formatOf(radiographs.map((image) => ({ ...image, group: image.label })));
  expect(format).toMatchObject({ value: 1, isSuspect: false });
});

test("a file that is gone is told, not left out", async () => {
  const gone = [...radiographs, { ...radiographs[0]!, path: "gone.png" }];
  await expect(formatOf(gone)).rejects.toThrow("gone.png");
});
