import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataConfig } from "../lib/data/config.js";
import { openSource } from "../lib/data/openSource.js";
import { standardizeManifest } from "../lib/data/standardizeAll.js";
import type { Manifest } from "../lib/data/types.js";
import { UserError } from "../lib/userError.js";
import { writeImages, type Workload } from "./workload.js";

/** Enough for seconds of standardising, few enough that the slowest contestant takes no minute. */
const mostFiles = 200;

/** TensorFlow decodes neither WebP nor TIFF: what one contestant cannot read, none is asked to. */
const commonFormats = ["jpeg", "png"];

export interface PrepareImagesOptions {
  cacheDir: string;
  dataDir: string | undefined;
  onProgress: (stage: string, done: number, total: number) => void;
  signal: AbortSignal;
}

/**
 * Puts into the workload's folder what every part works on: manifest.json, the files to standardise, and images.bin and
 * labels.bin, the same files standardised.
 * @throws UserError when the source is missing or broken, or lacks one of two classes
 */
export async function prepareImages(
  data: DataConfig,
  workload: Workload,
  options: PrepareImagesOptions,
): Promise<void> {
  const { cacheDir, dataDir, onProgress, signal } = options;
  const all = await openSource(data, { cacheDir, dataDir }).manifest((done, total) => {
    onProgress("reading", done, total);
  }, signal);
  const readable = all.radiographs.filter(({ format }) => commonFormats.includes(format));
  const every = Math.max(1, readable.length / mostFiles);
  const radiographs = readable.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every));
  const classes = new Set(radiographs.map(({ label }) => label));
  if (classes.size !== 2) {
    throw new UserError(
      `bench: expected JPEG or PNG files of two classes. Received: ${[...classes].join(", ") || "none"}.`,
    );
  }
  const manifest: Manifest = { ...all, radiographs };
  await writeFile(join(workload.folder, "manifest.json"), JSON.stringify(manifest));
  const dataset = await standardizeManifest(manifest, data, {
    cacheDir,
    signal,
    onProgress: (done, total) => {
      onProgress("standardising", done, total);
    },
  });
  await writeImages(dataset, workload.steps * workload.batch, workload.folder);
}
