import { resampleImage } from "fracture-kernels";
import type { DecodedImage } from "./decodeImage.js";
import { lanczosFilter } from "./lanczosFilter.js";
import { luminance, type GreyImage } from "./luminance.js";

/** `resize(luminance(image), width, height)` to the bit, on a worker thread while JavaScript goes on. */
export async function resizeDecoded(image: DecodedImage, width: number, height: number): Promise<GreyImage> {
  const values = new Float32Array(width * height);
  const [columns, rows] = [lanczosFilter(image.width, width), lanczosFilter(image.height, height)];
  await resampleImage(greySamples(image), image.width, image.height, columns, rows, values);
  return { width, height, values };
}

/** Grey and RGB bytes, nearly all files, go as they are. */
function greySamples(image: DecodedImage): Uint8Array | Float32Array {
  const { kind, samples } = image;
  const isPlain = samples instanceof Uint8Array && (kind === "grey" || kind === "rgb");
  return isPlain ? samples : luminance(image).values;
}
