import { tensorflowVersion } from "fracture-kernels";
import sharp from "sharp";
import type { DataConfig } from "./config.js";
import { decodeImage, requireReadableSize } from "./decodeImage.js";
import { looksInverted } from "./looksInverted.js";
import type { GreyImage } from "./luminance.js";
import { plainJpegHeader } from "./plainJpegHeader.js";
import { plainPngHeader } from "./plainPngHeader.js";
import { fitInside } from "./resize.js";
import { resizeDecoded } from "./resizeDecoded.js";
import { resizePlain } from "./resizePlain.js";
import { stretchContrast } from "./stretchContrast.js";

export type StandardizeOptions = Pick<DataConfig, "imageSize" | "maxPixels" | "intensityPercentiles">;

/** Part of every cache's key: raise the number when the same bytes give other pixels; a new decoder may give them too. */
export const standardizeVersion = `2 sharp ${sharp.versions.sharp} libvips ${sharp.versions.vips} TensorFlow ${tensorflowVersion}`;

/**
 * Any supported file as network input: upright, one channel, resized to fit, contrast stretched between two percentiles
 * of what the image holds, bones bright, letterboxed on black.
 * @param bytes of a file that `inspectFile` accepted: damage within a JPEG is not looked for again
 * @returns [imageSize, imageSize], 0 .. 255
 * @throws ImageError when the bytes are no complete image of at most `maxPixels`
 */
export async function standardize(bytes: Buffer, options: StandardizeOptions): Promise<Uint8Array> {
  const content = stretchContrast(await readFitted(bytes, options), options.intensityPercentiles);
  if (looksInverted(content)) content.values = content.values.map((value) => 1 - value);
  return letterbox(content, options.imageSize);
}

/** Upright grey levels in the size that just fits, still in the file's own units. */
async function readFitted(bytes: Buffer, { imageSize, maxPixels }: StandardizeOptions): Promise<GreyImage> {
  const header = plainJpegHeader(bytes) ?? plainPngHeader(bytes);
  if (header) {
    requireReadableSize(header.width, header.height, maxPixels);
    const { width, height } = fitInside(header, imageSize);
    const resized = await resizePlain(bytes, header, width, height);
    if (resized) return resized; // else let the other decoder say what is wrong with it
  }
  const decoded = await decodeImage(bytes, maxPixels);
  const { width, height } = fitInside(decoded, imageSize);
  return resizeDecoded(decoded, width, height);
}

function letterbox({ width, height, values }: GreyImage, side: number): Uint8Array {
  const out = new Uint8Array(side * side); // black
  const left = (side - width) >> 1;
  const top = (side - height) >> 1;
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width, (y + top) * side + left];
    for (let x = 0; x < width; x++) out[to + x] = values[from + x]! * 255 + 0.5; // a byte array cuts off the fraction
  }
  return out;
}
