import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import { sha256Of } from "./inspectFile.js";
import { filesInFlight, mapConcurrently } from "./mapConcurrently.js";
import { createPixelCache, openPixelCache, pixelCacheFile } from "./pixelCache.js";
import { standardize, standardizeVersion, type StandardizeOptions } from "./standardize.js";
import type { Dataset, Manifest, OnProgress, Radiograph } from "./types.js";

export interface StandardizeAllOptions {
  cacheDir: string;
  onProgress?: OnProgress | undefined;
  /** Images in flight; decoding is spread over libuv's threads. */
  concurrency?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Takes one line, e.g. that a damaged cache is made anew. */
  warn?: ((line: string) => void) | undefined;
}

/**
 * Every radiograph of the manifest as network input, from the cache when the same contents were standardised in the
 * same way before. Copies of one content are worked on once.
 * @throws UserError when a file is gone or changed since it was inspected, or the cache cannot be written
 */
export async function standardizeManifest(
  manifest: Manifest,
  config: Pick<DataConfig, keyof StandardizeOptions>,
  options: StandardizeAllOptions,
): Promise<Dataset> {
  const { imageSize, intensityPercentiles } = config;
  const { radiographs, classes, root } = manifest;
  const fileByHash = new Map(radiographs.map((radiograph) => [radiograph.sha256, radiograph]));
  const contents = [...fileByHash.keys()].sort();
  const cacheFile = pixelCacheFile(options.cacheDir, [standardizeVersion, imageSize, intensityPercentiles, contents]);

  const cached = await openPixelCache(cacheFile, contents.length * imageSize * imageSize);
  if (cached === "corrupt") {
    const warn = options.warn ?? console.warn;
    warn(`The cache ${cacheFile} is damaged and is made anew.`);
  }
  const { concurrency = filesInFlight, onProgress, signal } = options;
  const store =
    typeof cached === "object"
      ? cached
      : await createPixelCache(cacheFile, async (writeRow) => {
          const work = async (sha256: string, row: number): Promise<void> =>
            writeRow(row, await standardizeFile(root, fileByHash.get(sha256)!, config));
          await mapConcurrently(contents, work, { concurrency, onProgress, signal });
        });
  const rowByHash = new Map(contents.map((sha256, row) => [sha256, row]));
  return {
    imageSize,
    store,
    rows: Uint32Array.from(radiographs, ({ sha256 }) => rowByHash.get(sha256)!),
    labels: Uint8Array.from(radiographs, ({ label }) => classes.indexOf(label)),
    radiographs,
  };
}

async function standardizeFile(root: string, radiograph: Radiograph, options: StandardizeOptions): Promise<Uint8Array> {
  const path = join(root, radiograph.path);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError(`Expected ${path} as it was inspected. Received: ${code}. Put it back, or start again.`);
  }
  if (sha256Of(bytes) !== radiograph.sha256) {
    throw new UserError(`Expected ${path} as it was inspected. Received: other bytes. Start again when files rest.`);
  }
  return standardize(bytes, options);
}
