import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeImage } from "../data/decodeImage.js";
import { luminance } from "../data/luminance.js";
import { fitInside, resize } from "../data/resize.js";
import type { Radiograph } from "../data/types.js";
import type { GridImage } from "./greyImage.js";

export interface OriginalImageOptions {
  /** Of the longer side. */
  sidePixels: number;
  maxPixels: number;
  caption: string;
}

/** A file as a viewer shows it: upright, grey, its own contrast. @param root that its path is relative to */
export async function originalImage(
  root: string,
  { path, boxes }: Radiograph,
  { sidePixels, maxPixels, caption }: OriginalImageOptions,
): Promise<GridImage> {
  const decoded = await decodeImage(await readFile(join(root, path)), maxPixels);
  const white = decoded.samples instanceof Uint16Array ? 65535 : 255;
  const grey = luminance(decoded);
  const fitted = fitInside(grey, sidePixels);
  const small = resize(grey, fitted.width, fitted.height);
  return {
    pixels: Uint8Array.from(small.values, (value) => Math.round(255 * Math.min(1, Math.max(0, value / white)))),
    widthPixels: small.width,
    heightPixels: small.height,
    caption,
    ...(boxes && { boxes }),
  };
}
