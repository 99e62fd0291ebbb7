import type { Dataset } from "../data/types.js";
import { createRandom } from "../random.js";
import type { Figure } from "./figure.js";
import { heatSheet } from "./heatSheet.js";

export interface ExplanationSheetOptions {
  /** Who made the maps: "Grad-CAM". */
  method: string;
  thresholdProb: number;
  /** At most so many a row: found, missed, false alarms. */
  perKind?: number;
  /** Draws which; the same seed draws the same images. */
  seed: number;
}

/**
 * Heat over radiographs drawn at random, not picked: a row of found fractures, one of missed ones, one of false alarms.
 * @param maps [n, imageSize, imageSize] in [0, 1], as explainers return them
 * @param probs of "fractured", in the data set's order
 * @throws RangeError when there is not one map and one probability an image
 */
export function explanationSheet(
  dataset: Dataset,
  maps: Float32Array,
  probs: ArrayLike<number>,
  { method, thresholdProb, perKind = 6, seed }: ExplanationSheetOptions,
): Promise<Figure> {
  const kindOf = (i: number): string | undefined => {
    const isCalled = probs[i]! >= thresholdProb;
    if (dataset.labels[i] === 1) return isCalled ? "found" : "missed";
    return isCalled ? "false alarm" : undefined;
  };
  const rows = ["found", "missed", "false alarm"].map((kind) => {
    const ofKind = Array.from(dataset.labels.keys()).filter((i) => kindOf(i) === kind);
    return { kind, total: ofKind.length, images: createRandom(seed).fork(kind).shuffle(ofKind).slice(0, perKind) };
  });
  const [found, missed, alarms] = rows.map(({ total }) => total);
  return heatSheet(dataset, maps, probs, rows, {
    method,
    columns: perKind,
    subtitle: `drawn from ${found!} found, ${missed!} missed, ${alarms!} false alarms; boxes: known fractures`,
  });
}
