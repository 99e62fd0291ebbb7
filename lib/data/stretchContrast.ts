import type { GreyImage } from "./luminance.js";
import { selectNth } from "./selectNth.js";

/** In grey levels of the file: less is rounding in the resampling of one flat level. */
const blankRange = 1e-2;

/**
 * Grey levels stretched so that the low percentile becomes 0 and the high one 1; what lies outside is clipped.
 * @param image without letterbox bars, which would shift the percentiles
 * @returns values in 0 .. 1; all 0 for an image of one level
 */
export function stretchContrast(
  image: GreyImage,
  [lowPercentile, highPercentile]: readonly [number, number],
): GreyImage {
  const { length } = image.values;
  const scratch = image.values.slice();
  const at = (percentile: number): number => selectNth(scratch, Math.round((percentile / 100) * (length - 1)));
  const low = at(lowPercentile);
  const range = at(highPercentile) - low;
  const values = new Float32Array(length); // black
  if (range > blankRange) {
    for (let i = 0; i < length; i++) values[i] = Math.min(1, Math.max(0, (image.values[i]! - low) / range));
  }
  return { ...image, values };
}
