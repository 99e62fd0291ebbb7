import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataConfigSchema } from "../../lib/data/config.js";
import { readImages } from "../../lib/data/readImages.js";
import { standardizeManifest } from "../../lib/data/standardizeAll.js";
import type { Dataset, Manifest } from "../../lib/data/types.js";
import { measure } from "../measure.js";
import type { FilesWorkload } from "../parts/standardize.js";
import { givenOptions, serve } from "./serve.js";

/** This project's way from files to network input, and from its cache. */
const { folder, size, intensityPercentiles } = givenOptions() as FilesWorkload;
const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
const config = dataConfigSchema.parse({ imageSize: size, intensityPercentiles });
const count = manifest.radiographs.length;
const warmCache = mkdtempSync(join(folder, "warm-"));
const callsPerRound = 20;

/** Every pixel copied out of its store, 64 images at a time, as prediction does. */
function readAll(dataset: Dataset): Uint8Array {
  const pixels = new Uint8Array(count * size * size);
  for (let start = 0; start < count; start += 64) {
    const rows = Array.from({ length: Math.min(64, count - start) }, (_, i) => start + i);
    pixels.set(readImages(dataset, rows), start * size * size);
  }
  return pixels;
}

await serve({
  /** From the files into a cache that is empty. */
  standardize: async () => {
    const cacheDir = mkdtempSync(join(folder, "cache-"));
    try {
      return await measure(async () => {
        await standardizeManifest(manifest, config, { cacheDir });
        return count;
      });
    } finally {
      rmSync(cacheDir, { recursive: true });
    }
  },
  /** From a cache that holds them: opened, verified and read whole, each time anew. */
  readCache: async () => {
    await standardizeManifest(manifest, config, { cacheDir: warmCache });
    return measure(async () => {
      for (let i = 0; i < callsPerRound; i++) {
        readAll(await standardizeManifest(manifest, config, { cacheDir: warmCache }));
      }
      return callsPerRound * count;
    });
  },
  pixels: async ({ file }: { file: string }) => {
    writeFileSync(file, readAll(await standardizeManifest(manifest, config, { cacheDir: warmCache })));
    return {};
  },
});
