import sharp from "sharp";
import { readImages } from "../data/readImages.js";
import type { Dataset } from "../data/types.js";
import { overlayHeat } from "./overlayHeat.js";

/** The i-th image of a data set as the network sees it, as a PNG. @param heat laid over it: [imageSize²] in [0, 1] */
export async function greyPng(dataset: Dataset, i: number, heat?: Float32Array): Promise<Uint8Array> {
  const { imageSize: side } = dataset;
  const pixels = readImages(dataset, [i]);
  return sharp(heat ? overlayHeat(pixels, heat) : pixels, {
    raw: { width: side, height: side, channels: heat ? 3 : 1 },
  })
    .png()
    .toBuffer();
}
