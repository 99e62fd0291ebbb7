import { resampleJpeg, resamplePng } from "fracture-kernels";
import { lanczosFilter } from "./lanczosFilter.js";
import type { GreyImage } from "./luminance.js";
import type { PlainHeader } from "./plainHeader.js";

/** What TensorFlow's decoders say of bytes that are no complete file, and fracture-kernels of another size than promised. */
const fileIsToBlame = /Invalid JPEG data|Invalid PNG|Unknown image file format|Expected an image of/;

/**
 * The grey levels of a plain file in another size, decoded and resized in one go on a worker thread: several times faster
 * than by way of sharp. Grey stored as grey or as colours gives the bits that `resizeDecoded` gives, and so does any PNG;
 * of a JPEG not even the colours are decoded, so that true colours differ by the rounding to 8-bit RGB, which this is spared.
 * @returns undefined when the bytes are no complete file; damage in the middle of a JPEG may pass, which is for `inspectFile`
 *   to find
 */
export async function resizePlain(
  bytes: Uint8Array,
  header: PlainHeader,
  width: number,
  height: number,
): Promise<GreyImage | undefined> {
  const resample = header.format === "jpeg" ? resampleJpeg : resamplePng;
  const values = new Float32Array(width * height);
  const [columns, rows] = [lanczosFilter(header.width, width), lanczosFilter(header.height, height)];
  try {
    await resample(bytes, header.width, header.height, columns, rows, values);
  } catch (error) {
    if (fileIsToBlame.test((error as Error).message)) return undefined;
    throw error;
  }
  return { width, height, values };
}
