import { createRandom } from "../../random.js";

/** A square tile of noise that repeats without a seam: mean 0, standard deviation 1. */
export interface Texture {
  /** A power of two, so that wrapping is a bit mask. */
  size: number;
  values: Float32Array;
}

/**
 * Trabeculae as a projection shows them: fine streaks along the bone, over a coarser mottle.
 * Drawn once from a fixed seed; every bone takes another place of it.
 */
export const trabecularTexture = lazily(() => {
  const fine = blurredNoise("trabecular fine", 256, 1, 5);
  const coarse = blurredNoise("trabecular coarse", 256, 3, 8);
  return normalised(256, (i) => fine[i]! + 0.8 * coarse[i]!);
});

/** Muscle bellies and fat planes: slow variation of thickness. */
export const tissueTexture = lazily(() => {
  const slow = blurredNoise("tissue slow", 256, 22, 30);
  const quick = blurredNoise("tissue quick", 256, 6, 12);
  return normalised(256, (i) => slow[i]! + 0.35 * quick[i]!);
});

/** Noise values with standard normal distribution; a random index is far cheaper than a fresh draw for every pixel. */
export const normalTable = lazily(() => {
  const random = createRandom("normal table");
  return Float32Array.from({ length: 16384 }, () => random.normal());
});

/** The texture at a position in tile units, nearest value. */
export function textureAt(texture: Texture, x: number, y: number): number {
  const mask = texture.size - 1;
  return texture.values[(Math.floor(y) & mask) * texture.size + (Math.floor(x) & mask)]!;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** White noise, box-blurred twice (so nearly a Gaussian) with wrap-around, scaled to unit variance. */
function blurredNoise(seed: string, size: number, radiusX: number, radiusY: number): Float32Array {
  const random = createRandom(seed);
  let values: Float32Array = Float32Array.from({ length: size * size }, () => random.normal());
  for (let pass = 0; pass < 2; pass++) {
    values = wrapBlur(values, size, radiusX, 1, size);
    values = wrapBlur(values, size, radiusY, size, 1);
  }
  return normalised(size, (i) => values[i]!).values;
}

function wrapBlur(values: Float32Array, size: number, radius: number, step: number, lineStep: number): Float32Array {
  const out = new Float32Array(values.length);
  const wrap = size - 1;
  for (let line = 0; line < size; line++) {
    const base = line * lineStep;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += values[base + (i & wrap) * step]!;
    for (let i = 0; i < size; i++) {
      out[base + i * step] = sum;
      sum += values[base + ((i + radius + 1) & wrap) * step]! - values[base + ((i - radius) & wrap) * step]!;
    }
  }
  return out;
}

function normalised(size: number, valueAt: (index: number) => number): Texture {
  const values = Float32Array.from({ length: size * size }, (_, i) => valueAt(i));
  let sum = 0;
  let squares = 0;
  for (const v of values) {
    sum += v;
    squares += v * v;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(squares / values.length - mean * mean);
  return { size, values: values.map((v) => (v - mean) / deviation) };
}
