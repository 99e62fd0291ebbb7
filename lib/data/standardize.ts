import sharp from "sharp";
import type { DataConfig } from "./config.js";
import { decodeImage } from "./decodeImage.js";
import { looksInverted } from "./looksInverted.js";
import { luminance, type GreyImage } from "./luminance.js";
import { fitInside, resize } from "./resize.js";

export type StandardizeOptions = Pick<DataConfig, "imageSize" | "maxPixels" | "intensityPercentiles">;

/** Part of every cache's key: raise the number when the same bytes give other pixels; a new decoder may give them too. */
export const standardizeVersion = `1 sharp ${sharp.versions.sharp} libvips ${sharp.versions.vips}`;

/**
 * Any supported file as network input: upright, one channel, resized to fit, contrast stretched between two percentiles
 * of what the image holds, bones bright, letterboxed on black.
 * @returns [imageSize, imageSize], 0 .. 255
 * @throws ImageError when the bytes are no complete image of at most `maxPixels`
 */
export async function standardize(bytes: Buffer, options: StandardizeOptions): Promise<Uint8Array> {
  const upright = luminance(await decodeImage(bytes, options.maxPixels));
  const fitted = fitInside(upright, options.imageSize);
  const content = resize(upright, fitted.width, fitted.height);
  stretchContrast(content, options.intensityPercentiles);
  if (looksInverted(content)) content.values.forEach((value, i) => (content.values[i] = 1 - value));
  return letterbox(content, options.imageSize);
}

/** In place: the low percentile becomes 0, the high one 1, what lies outside is clipped; a blank image becomes 0. */
function stretchContrast(image: GreyImage, [lowPercentile, highPercentile]: readonly [number, number]): void {
  const sorted = image.values.slice().sort();
  const at = (percentile: number): number => sorted[Math.round((percentile / 100) * (sorted.length - 1))]!;
  const low = at(lowPercentile);
  const range = at(highPercentile) - low;
  image.values.forEach((value, i) => {
    image.values[i] = range > 0 ? Math.min(1, Math.max(0, (value - low) / range)) : 0;
  });
}

function letterbox(image: GreyImage, side: number): Uint8Array {
  const out = new Uint8Array(side * side); // black
  const left = (side - image.width) >> 1;
  const top = (side - image.height) >> 1;
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      out[(y + top) * side + x + left] = Math.round(image.values[y * image.width + x]! * 255);
    }
  }
  return out;
}
