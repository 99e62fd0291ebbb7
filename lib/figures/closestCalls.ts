import type { Dataset } from "../data/types.js";
import { displayName, fractureClasses } from "./classNames.js";
import type { Figure } from "./figure.js";
import { galleryImage, type GalleryOptions } from "./galleryImage.js";
import { decimal, percent } from "./numbers.js";
import { radiographGrid } from "./radiographGrid.js";

export interface ClosestCallsOptions extends GalleryOptions {
  thresholdProb: number;
  /** Pictures shown. */
  most?: number;
  /** Called close: this near to the threshold. */
  withinProb?: number;
}

/**
 * The images that the model found hardest: their probabilities lie next to the threshold, and a little more light would
 * have turned the call. Right calls are among them.
 * @param probs of "fractured", in the data set's order
 * @throws RangeError when there is not one probability an image
 */
export async function closestCalls(
  dataset: Dataset,
  probs: ArrayLike<number>,
  { thresholdProb, most = 6, withinProb = 0.1, ...gallery }: ClosestCallsOptions,
): Promise<Figure> {
  const { labels } = dataset;
  if (probs.length !== labels.length) {
    throw new RangeError(`Expected one probability an image. Received: ${probs.length} for ${labels.length} images`);
  }
  const distance = (i: number): number => Math.abs(probs[i]! - thresholdProb);
  const isRight = (i: number): boolean => probs[i]! >= thresholdProb === (labels[i] === 1);
  const nearest = Array.from(labels.keys()).sort((a, b) => distance(a) - distance(b) || a - b);
  const close = nearest.filter((i) => distance(i) <= withinProb);
  const right = close.filter(isRight).length / close.length;
  const cells = nearest.slice(0, most).map((i) => {
    const label = displayName(labels[i] === 1 ? fractureClasses.fractured : fractureClasses.notFractured);
    return galleryImage(
      dataset,
      i,
      `${label}, p = ${decimal(probs[i]!, 2)}\n${isRight(i) ? "right" : "wrong"}`,
      gallery,
    );
  });
  return radiographGrid(await Promise.all(cells), {
    ...gallery,
    columns: Math.min(most, 6),
    title: "Closest calls",
    subtitle: `next to the threshold of ${decimal(thresholdProb)}; of ${close.length} within ${withinProb} of it ${percent(right, 0)} are called right`,
  });
}
