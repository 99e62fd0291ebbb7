import sharp from "sharp";
import { readImages } from "../data/readImages.js";
import type { Dataset } from "../data/types.js";

/** The i-th image of a data set as the network sees it, as a PNG. */
export async function greyPng(dataset: Dataset, i: number): Promise<Uint8Array> {
  const { imageSize: side } = dataset;
  return sharp(readImages(dataset, [i]), { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();
}
