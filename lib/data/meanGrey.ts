import { readImages } from "./readImages.js";
import type { Dataset } from "./types.js";

/** Mean over every pixel of every image, letterbox bars included. @returns 0 .. 255 */
export function meanGrey(dataset: Dataset): number {
  let sum = 0;
  for (const i of dataset.labels.keys()) for (const grey of readImages(dataset, [i])) sum += grey;
  return sum / (dataset.labels.length * dataset.imageSize ** 2);
}
