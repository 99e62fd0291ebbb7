import { scaledImages } from "../data/batches.js";
import type { Dataset } from "../data/types.js";

/** Maps that know nothing of fractures: what a real one must beat. Each is [n, imageSize, imageSize] in [0, 1]. */
export interface BaselineMaps {
  /** Even heat: scores what a random pixel would, in closed form. */
  random: Float32Array;
  /** A bell round the middle of the image, where radiographs are aimed. */
  centre: Float32Array;
  /** The image itself: bone is bright, and fractures are in bone. */
  brightness: Float32Array;
}

/** Standard deviation of the bell as a share of the side. */
const bellWidth = 0.2;

export function baselineMaps(dataset: Dataset): BaselineMaps {
  const { imageSize: side, labels } = dataset;
  const count = labels.length;
  const bell = Float32Array.from({ length: side * side }, (_, p) => {
    const [x, y] = [((p % side) + 0.5) / side - 0.5, (Math.floor(p / side) + 0.5) / side - 0.5];
    return Math.exp(-(x * x + y * y) / (2 * bellWidth ** 2));
  });
  const centre = new Float32Array(count * bell.length);
  for (let i = 0; i < count; i++) centre.set(bell, i * bell.length);
  return {
    random: new Float32Array(centre.length).fill(1),
    centre,
    brightness: scaledImages(dataset, [...labels.keys()]),
  };
}
