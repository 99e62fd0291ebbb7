import sharp from "sharp";
import { boxesInSquare } from "../data/boxesInSquare.js";
import { readImages } from "../data/readImages.js";
import type { Box, Dataset } from "../data/types.js";
import { overlayHeat } from "./overlayHeat.js";

/** One picture of a sheet: what to draw and what to write under it. */
export interface GridImage {
  /** [heightPixels, widthPixels], 0 .. 255, row by row. */
  pixels: Uint8Array;
  widthPixels: number;
  heightPixels: number;
  /** One line or two, parted by a line break. */
  caption: string;
  /** Shares of the picture as drawn. */
  boxes?: readonly Box[];
  /** Laid over the picture: as many values as pixels, in [0, 1]. */
  heat?: Float32Array;
}

/** The i-th image of a data set, with its fracture boxes moved into the letterboxed square. */
export function datasetImage(dataset: Dataset, i: number, caption: string): GridImage {
  const { imageSize, radiographs } = dataset;
  const radiograph = radiographs[i];
  if (radiograph === undefined) {
    throw new RangeError(`Expected an image number below ${radiographs.length}. Received: ${i}`);
  }
  return {
    pixels: readImages(dataset, [i]),
    widthPixels: imageSize,
    heightPixels: imageSize,
    caption,
    boxes: boxesInSquare(radiograph),
  };
}

/** A small WebP (a quarter of the same PNG) as a data URI, grey or with heat, its longer side at most `maxSidePixels`. */
export async function thumbnail(image: GridImage, maxSidePixels: number): Promise<string> {
  const { pixels, widthPixels: width, heightPixels: height, heat } = image;
  if (pixels.length !== width * height) {
    throw new RangeError(`Expected ${width} x ${height} grey values. Received: ${pixels.length}`);
  }
  if (heat && heat.length !== pixels.length) {
    throw new RangeError(`Expected ${pixels.length} values of heat. Received: ${heat.length}`);
  }
  const picture = heat ? overlayHeat(pixels, heat) : pixels;
  const webp = await sharp(picture, { raw: { width, height, channels: heat ? 3 : 1 } })
    .resize(maxSidePixels, maxSidePixels, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 70, effort: 6 })
    .toBuffer();
  return `data:image/webp;base64,${webp.toString("base64")}`;
}
