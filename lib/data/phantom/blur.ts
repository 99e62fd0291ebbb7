/** Gaussian blur in place, separable, reflecting nothing: beyond the edge the edge value goes on. @param sigma in pixels, up to about 3 */
export function blur(values: Float32Array, width: number, height: number, sigma: number): void {
  const radius = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  kernel.forEach((k, i) => (kernel[i] = k / sum));
  const padded = new Float32Array(Math.max(width, height) + 2 * radius);
  for (let row = 0; row < height; row++) blurLine(values, row * width, 1, width, kernel, radius, padded);
  for (let column = 0; column < width; column++) blurLine(values, column, width, height, kernel, radius, padded);
}

function blurLine(
  values: Float32Array,
  start: number,
  step: number,
  length: number,
  kernel: Float32Array,
  radius: number,
  padded: Float32Array,
): void {
  const first = values[start]!;
  const final = values[start + (length - 1) * step]!;
  for (let i = 0; i < radius; i++) {
    padded[i] = first;
    padded[radius + length + i] = final;
  }
  for (let i = 0; i < length; i++) padded[radius + i] = values[start + i * step]!;
  for (let i = 0; i < length; i++) {
    let total = 0;
    for (let k = 0; k < kernel.length; k++) total += kernel[k]! * padded[i + k]!;
    values[start + i * step] = total;
  }
}

/**
 * What scatter adds, before its gain. It comes from lit tissue, so from t (1 - t) of the transmission t, blurred over about
 * a tenth of the image; computed on blocks of 8 x 8 pixels, since nothing finer survives, and interpolated back.
 */
export function scatterField(values: Float32Array, width: number, height: number): Float32Array {
  const block = 8;
  const columns = Math.ceil(width / block);
  const rows = Math.ceil(height / block);
  const coarse = new Float32Array(columns * rows);
  const counts = new Float32Array(columns * rows);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const cell = (y >> 3) * columns + (x >> 3);
      const transmission = Math.min(1, values[i]!);
      coarse[cell]! += transmission * (1 - transmission);
      counts[cell]! += 1;
    }
  }
  for (let cell = 0; cell < coarse.length; cell++) coarse[cell]! /= counts[cell]!;
  blur(coarse, columns, rows, Math.max(columns, rows) / 10);
  const out = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const fy = Math.min(rows - 1, Math.max(0, (y + 0.5) / block - 0.5));
    const y0 = Math.floor(fy);
    const y1 = Math.min(rows - 1, y0 + 1);
    for (let x = 0; x < width; x++, i++) {
      const fx = Math.min(columns - 1, Math.max(0, (x + 0.5) / block - 0.5));
      const x0 = Math.floor(fx);
      const x1 = Math.min(columns - 1, x0 + 1);
      const upper = coarse[y0 * columns + x0]! * (1 - fx + x0) + coarse[y0 * columns + x1]! * (fx - x0);
      const lower = coarse[y1 * columns + x0]! * (1 - fx + x0) + coarse[y1 * columns + x1]! * (fx - x0);
      out[i] = upper * (1 - fy + y0) + lower * (fy - y0);
    }
  }
  return out;
}
