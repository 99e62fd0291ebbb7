import { createRandom } from "../random.js";
import { divide } from "./divide.js";
import type { Parts } from "./split.js";
import type { Radiograph } from "./types.js";

/**
 * A share of each part, whole groups with classes and regions as even as they allow: for looking at something quickly, or
 * for how a result grows with data. The images of a smaller share are not all in a larger one.
 * @param share in (0, 1]
 */
export function limitParts(parts: Parts, share: number, seed: number): Parts {
  if (share === 1) return parts;
  const some = (radiographs: readonly Radiograph[], name: string): Radiograph[] =>
    limitImages(radiographs, share, `limit/${name}/${seed}`);
  return {
    train: some(parts.train, "train"),
    validation: some(parts.validation, "validation"),
    test: some(parts.test, "test"),
  };
}

/** A share of images, in the same way. */
export function limitImages(radiographs: readonly Radiograph[], share: number, seed: string): Radiograph[] {
  return share === 1 ? [...radiographs] : divide(radiographs, [share, 1 - share], createRandom(seed))[0]!;
}
