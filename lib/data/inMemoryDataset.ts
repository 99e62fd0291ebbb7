import type { Dataset } from "./types.js";

/**
 * A data set whose pixels are at hand, such as one file to predict on.
 * @param pixels [n, imageSize, imageSize], 0 .. 255; not copied
 */
export function inMemoryDataset({
  pixels,
  ...rest
}: Pick<Dataset, "imageSize" | "labels" | "radiographs"> & { pixels: Uint8Array }): Dataset {
  return { ...rest, store: { bytes: pixels }, rows: Uint32Array.from(rest.labels.keys()) };
}
