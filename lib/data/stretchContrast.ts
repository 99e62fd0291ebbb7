import type { GreyImage } from "./luminance.js";

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
  const sorted = image.values.slice().sort();
  const at = (percentile: number): number => sorted[Math.round((percentile / 100) * (sorted.length - 1))]!;
  const low = at(lowPercentile);
  const range = at(highPercentile) - low;
  const stretch = (value: number): number => (range > blankRange ? Math.min(1, Math.max(0, (value - low) / range)) : 0);
  return { ...image, values: image.values.map(stretch) };
}
