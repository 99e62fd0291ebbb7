import type { DecodedImage } from "./decodeImage.js";

/** One channel, brighter = larger, in the file's own units (0 .. 255 or 0 .. 65,535); row by row. */
export interface GreyImage {
  width: number;
  height: number;
  /** [height, width] */
  values: Float32Array;
}

/**
 * Rec. 601 luma: exact for greys stored as colours, so that the format an image came in leaves no trace.
 * Transparent pixels are seen on black. CMYK without a profile: light left over by each ink, times that left by black.
 */
export function luminance(image: DecodedImage): GreyImage {
  const { width, height, kind, samples } = image;
  const max = samples instanceof Uint16Array ? 65535 : 255;
  const values = new Float32Array(width * height);
  if (kind === "grey") {
    values.set(samples);
  } else if (kind === "cmyk") {
    for (let i = 0; i < values.length; i++) {
      const light = luma(max - samples[i * 4]!, max - samples[i * 4 + 1]!, max - samples[i * 4 + 2]!);
      values[i] = (light * (max - samples[i * 4 + 3]!)) / max;
    }
  } else {
    const channels = kind === "rgb" ? 3 : 4;
    for (let i = 0; i < values.length; i++) {
      const at = i * channels;
      const light = luma(samples[at]!, samples[at + 1]!, samples[at + 2]!);
      values[i] = kind === "rgb" ? light : (light * samples[at + 3]!) / max;
    }
  }
  return { width, height, values };
}

function luma(red: number, green: number, blue: number): number {
  return (299 * red + 587 * green + 114 * blue) / 1000; // integers first: r = g = b gives exactly that grey
}
