import type { GreyImage } from "./luminance.js";
import { selectNth } from "./selectNth.js";

/**
 * Whether bones are dark on a bright ground (MONOCHROME1 saved as it is stored), judged by the picture alone.
 * Three witnesses must agree, since each alone is fooled by white collimator edges or by an image full of bone:
 * the mean is bright, the outer 6 % is mostly bright, and the smoothest quarter (the ground) is brighter than the
 * roughest (anatomy). On the FracAtlas sample, at 128 pixels: none of its 1,615 bright-boned files is called inverted,
 * both inverted ones are, and 98 % of all files once inverted. Close-ups without any ground may go either way.
 * @param image values in 0 .. 1, letterbox bars not included
 */
export function looksInverted(image: GreyImage): boolean {
  return mean(image.values) > 0.52 && borderMedian(image) > 0.5 && smoothMinusRough(image) > 0;
}

function borderMedian({ width, height, values }: GreyImage): number {
  const border = Math.max(1, Math.round(0.06 * Math.min(width, height)));
  const ring = values.filter((_, i) => {
    const x = i % width;
    const y = (i - x) / width;
    return Math.min(x, y, width - 1 - x, height - 1 - y) < border;
  });
  return selectNth(ring, ring.length >> 1);
}

/** Mean grey of the quarter of the pixels round which grey changes least, less that of the quarter where it does most. */
function smoothMinusRough({ width, height, values }: GreyImage): number {
  const count = Math.max(0, width - 2) * Math.max(0, height - 2);
  const quarter = count >> 2;
  if (quarter === 0) return 0;
  const steepness = new Float64Array(count);
  const greys = new Float32Array(count);
  let at = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      steepness[at] = Math.abs(values[i + 1]! - values[i - 1]!) + Math.abs(values[i + width]! - values[i - width]!);
      greys[at++] = values[i]!;
    }
  }
  const order = Uint32Array.from(steepness.keys()).sort((a, b) => steepness[a]! - steepness[b]!); // ties stay in order
  const meanOf = (part: Uint32Array): number => mean(Float32Array.from(part, (i) => greys[i]!));
  return meanOf(order.subarray(0, quarter)) - meanOf(order.subarray(count - quarter));
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
