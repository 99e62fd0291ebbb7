import { lanczosFilter } from "./lanczosFilter.js";
import type { GreyImage } from "./luminance.js";

/**
 * Resamples with a Lanczos-3 kernel: every product and sum in double, every partial sum kept as float. Ours rather than
 * libvips's: that works in 8 bits on 8-bit images, and in whatever SIMD a machine has; this keeps fractions and gives
 * the same pixels everywhere. `resizeDecoded` gives the same bits faster, where there is a native addon.
 */
export function resize(image: GreyImage, width: number, height: number): GreyImage {
  const rows = resampleRows(image.values, image.width, lanczosFilter(image.height, height), height); // [height, image.width]
  const flipped = transpose(rows, image.width, height); // [image.width, height]
  const columns = resampleRows(flipped, height, lanczosFilter(image.width, width), width); // [width, height]
  return { width, height, values: transpose(columns, height, width) };
}

/** Size of the image when it just fits into a square of `side` pixels, its aspect kept; at least one pixel. */
export function fitInside(image: { width: number; height: number }, side: number): { width: number; height: number } {
  const scale = side / Math.max(image.width, image.height);
  return {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  };
}

/** [rowsIn, width] -> [rowsOut, width] */
function resampleRows(values: Float32Array, width: number, filter: Float64Array, rowsOut: number): Float32Array {
  const out = new Float32Array(rowsOut * width);
  let at = 0;
  for (let row = 0; row < rowsOut; row++) {
    const sums = out.subarray(row * width, (row + 1) * width);
    const from = filter[at++]!;
    const count = filter[at++]!;
    for (let r = from; r < from + count; r++) {
      const weight = filter[at++]!;
      for (let x = 0; x < width; x++) sums[x]! += weight * values[r * width + x]!;
    }
  }
  return out;
}

/** [rows, width] -> [width, rows] */
function transpose(values: Float32Array, width: number, rows: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 0; y < rows; y++) for (let x = 0; x < width; x++) out[x * rows + y] = values[y * width + x]!;
  return out;
}
