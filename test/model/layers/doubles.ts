/** The same layers once more in double precision and plain loops, for finite differences and for hard cases. */
export interface Shape {
  batch: number;
  height: number;
  width: number;
  channels: number;
}

export interface Statistics {
  mean: number[];
  variance: number[];
}

/** Mean and biased variance of each channel of [batch, h, w, channels]. */
export function momentsInDoubles(x: ArrayLike<number>, channels: number): Statistics {
  const pixels = x.length / channels;
  const [mean, variance] = [new Array<number>(channels).fill(0), new Array<number>(channels).fill(0)];
  for (let i = 0; i < x.length; i++) mean[i % channels]! += x[i]! / pixels;
  for (let i = 0; i < x.length; i++) variance[i % channels]! += (x[i]! - mean[i % channels]!) ** 2 / pixels;
  return { mean, variance };
}

/** gamma (x - mean) / sqrt(variance + epsilon) + beta */
export function normalizeInDoubles(
  x: ArrayLike<number>,
  gamma: ArrayLike<number>,
  beta: ArrayLike<number>,
  { mean, variance }: Statistics,
  epsilon: number,
): Float64Array {
  const channels = gamma.length;
  return Float64Array.from(x, (value, i) => {
    const c = i % channels;
    return (gamma[c]! * (value - mean[c]!)) / Math.sqrt(variance[c]! + epsilon) + beta[c]!;
  });
}

/** 2 x 2 max-pooling and ReLU. @returns [batch, floor(h / 2), floor(w / 2), channels] */
export function poolReluInDoubles(z: ArrayLike<number>, { batch, height, width, channels }: Shape): Float64Array {
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const y = new Float64Array(batch * rows * columns * channels);
  const at = (b: number, r: number, col: number, c: number): number =>
    z[((b * height + r) * width + col) * channels + c]!;
  let i = 0;
  for (let b = 0; b < batch; b++)
    for (let r = 0; r < 2 * rows; r += 2)
      for (let col = 0; col < 2 * columns; col += 2)
        for (let c = 0; c < channels; c++)
          y[i++] = Math.max(0, at(b, r, col, c), at(b, r, col + 1, c), at(b, r + 1, col, c), at(b, r + 1, col + 1, c));
  return y;
}

/**
 * Gradient by central differences, (f(x + step) - f(x - step)) / (2 step) for each number of x.
 * @param f a scalar; differentiable within a step about x
 */
export function centralDifferences(f: (x: Float64Array) => number, x: ArrayLike<number>, step = 1e-5): Float64Array {
  const moved = Float64Array.from(x);
  return moved.map((value, i) => {
    moved[i] = value + step;
    const above = f(moved);
    moved[i] = value - step;
    const below = f(moved);
    moved[i] = value;
    return (above - below) / (2 * step);
  });
}

/** The scalar whose gradient is taken when `weights` come from above. */
export function dot(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * weights[i]!;
  return sum;
}
