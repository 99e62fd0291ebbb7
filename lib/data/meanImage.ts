import { readImages } from "./readImages.js";
import type { Dataset } from "./types.js";

/**
 * The mean of a data set's first images: looks like a radiograph to the network, and shows no patient.
 * @param count at most so many images
 * @returns [imageSize, imageSize] in [0, 1]
 */
export function meanImage(dataset: Dataset, count: number): Float32Array {
  const area = dataset.imageSize ** 2;
  const images = Math.min(count, dataset.labels.length);
  const sums = new Float64Array(area);
  for (let i = 0; i < images; i++) {
    readImages(dataset, [i]).forEach((grey, at) => (sums[at]! += grey));
  }
  return Float32Array.from(sums, (sum) => sum / (255 * images));
}
