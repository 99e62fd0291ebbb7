import type { GreyImage } from "./luminance.js";

/**
 * Resamples with a Lanczos-3 kernel widened to the scale, so that shrinking averages instead of aliasing
 * (Turkowski 1990, "Filters for common resampling tasks"). Ours rather than libvips's: that works in 8 bits on 8-bit
 * images, and in whatever SIMD a machine has; this keeps fractions and gives the same pixels everywhere.
 */
export function resize(image: GreyImage, width: number, height: number): GreyImage {
  const rows = resampleRows(image.values, image.width, image.height, height); // [height, image.width]
  const flipped = transpose(rows, image.width, height); // [image.width, height]
  const columns = resampleRows(flipped, height, image.width, width); // [width, height]
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
function resampleRows(values: Float32Array, width: number, rowsIn: number, rowsOut: number): Float32Array {
  const out = new Float32Array(rowsOut * width);
  const scale = rowsIn / rowsOut;
  const stretch = Math.max(1, scale);
  for (let row = 0; row < rowsOut; row++) {
    const centre = (row + 0.5) * scale;
    const from = Math.max(0, Math.ceil(centre - 3 * stretch - 0.5));
    const to = Math.min(rowsIn - 1, Math.floor(centre + 3 * stretch - 0.5));
    let total = 0;
    for (let r = from; r <= to; r++) total += lanczos3((r + 0.5 - centre) / stretch);
    for (let r = from; r <= to; r++) {
      const weight = lanczos3((r + 0.5 - centre) / stretch) / total;
      for (let x = 0; x < width; x++) out[row * width + x]! += weight * values[r * width + x]!;
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

function lanczos3(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  const a = Math.PI * x;
  return (3 * Math.sin(a) * Math.sin(a / 3)) / (a * a);
}
