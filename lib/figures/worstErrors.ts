import type { Dataset } from "../data/types.js";
import { displayName } from "./classNames.js";
import type { Figure } from "./figure.js";
import { datasetImage, type GridImage } from "./greyImage.js";
import { decimal } from "./numbers.js";
import { radiographGrid } from "./radiographGrid.js";

export interface WorstErrorsOptions {
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
export function worstErrors(
  dataset: Dataset,
  probs: ArrayLike<number>,
  { thresholdProb, perKind = 6 }: WorstErrorsOptions,
): Promise<Figure> {
  if (probs.length !== dataset.labels.length) {
    throw new RangeError(
      `Expected one probability an image. Received: ${probs.length} for ${dataset.labels.length} images`,
    );
  }
  const errors = Array.from(dataset.labels, (label, i) => ({ label, i, prob: probs[i]! })).filter(
    ({ label, prob }) => (label === 1) !== prob >= thresholdProb,
  );
  const missed = errors.filter(({ label }) => label === 1).sort((a, b) => a.prob - b.prob || a.i - b.i);
  const alarms = errors.filter(({ label }) => label === 0).sort((a, b) => b.prob - a.prob || a.i - b.i);
  const row = (kind: string, chosen: typeof errors): (GridImage | undefined)[] =>
    Array.from({ length: perKind }, (_, k) => {
      const error = chosen[k];
      if (error === undefined) return undefined;
      const { region } = dataset.radiographs[error.i]!;
      const where = region === undefined ? "" : `\n${displayName(region)}`;
      return datasetImage(dataset, error.i, `${kind}, p = ${decimal(error.prob, 2)}${where}`);
    });
  const cells = [
    ...(missed.length > 0 ? row("missed", missed) : []),
    ...(alarms.length > 0 ? row("false alarm", alarms) : []),
  ];
  return radiographGrid(cells, {
    title: "Worst errors",
    subtitle: `${missed.length} missed, ${alarms.length} false alarms of ${probs.length} images at threshold ${decimal(thresholdProb)}; boxes: known fractures`,
    columns: perKind,
    emptyNote: "No errors at this threshold.",
  });
}
