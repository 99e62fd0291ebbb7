import sharp from "sharp";
import { readImages } from "../data/readImages.js";
import type { Box, Dataset, Radiograph } from "../data/types.js";

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

/** Boxes are shares of the upright image; standardising centres it in a square whose side is the longer of the two. */
export function boxesInSquare({
  boxes = [],
  widthPixels,
  heightPixels,
}: Pick<Radiograph, "boxes" | "widthPixels" | "heightPixels">): Box[] {
  const side = Math.max(widthPixels, heightPixels);
  const moved = (share: number, length: number): number => 0.5 + ((share - 0.5) * length) / side;
  return boxes.map(({ xMin, xMax, yMin, yMax }) => ({
    xMin: moved(xMin, widthPixels),
    xMax: moved(xMax, widthPixels),
    yMin: moved(yMin, heightPixels),
    yMax: moved(yMax, heightPixels),
  }));
}

/** A small grey WebP (a quarter of the same PNG) as a data URI, its longer side at most `maxSidePixels`. */
export async function thumbnail(image: GridImage, maxSidePixels: number): Promise<string> {
  const { pixels, widthPixels: width, heightPixels: height } = image;
  if (pixels.length !== width * height) {
    throw new RangeError(`Expected ${width} x ${height} grey values. Received: ${pixels.length}`);
  }
  const webp = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .resize(maxSidePixels, maxSidePixels, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 70, effort: 6 })
    .toBuffer();
  return `data:image/webp;base64,${webp.toString("base64")}`;
}
