import type { Dataset } from "../data/types.js";
import { displayName } from "./classNames.js";
import type { Figure } from "./figure.js";
import { galleryImage, type GalleryOptions } from "./galleryImage.js";
import type { GridImage } from "./greyImage.js";
import { decimal } from "./numbers.js";
import { radiographGrid } from "./radiographGrid.js";
import { rankErrors } from "./rankErrors.js";

export interface WorstErrorsOptions extends GalleryOptions {
  thresholdProb: number;
  /** At most so many missed fractures (upper row) and false alarms (lower row). */
  perKind?: number;
}

/**
 * The errors that the model was surest of: missed fractures with the lowest probability, false alarms with the highest.
 * @param dataset of two classes
 * @param probs of "fractured", in the data set's order
 * @throws RangeError when there is not one probability an image
 */
export async function worstErrors(
  dataset: Dataset,
  probs: ArrayLike<number>,
  { thresholdProb, perKind = 6, ...gallery }: WorstErrorsOptions,
): Promise<Figure> {
  const { missed, falseAlarms } = rankErrors(dataset.labels, probs, thresholdProb);
  const row = (kind: string, chosen: readonly number[]): Promise<GridImage | undefined>[] =>
    Array.from({ length: perKind }, async (_, k) => {
      const i = chosen[k];
      if (i === undefined) return undefined;
      const { region } = dataset.radiographs[i]!;
      const where = region === undefined ? "" : `\n${displayName(region)}`;
      return galleryImage(dataset, i, `${kind}, p = ${decimal(probs[i]!, 2)}${where}`, gallery);
    });
  const cells = [
    ...(missed.length > 0 ? row("missed", missed) : []),
    ...(falseAlarms.length > 0 ? row("false alarm", falseAlarms) : []),
  ];
  return radiographGrid(await Promise.all(cells), {
    ...gallery,
    title: "Worst errors",
    subtitle: `${missed.length} missed, ${falseAlarms.length} false alarms of ${probs.length} images at threshold ${decimal(thresholdProb)}; boxes: known fractures`,
    columns: perKind,
    emptyNote: "No errors at this threshold.",
  });
}
