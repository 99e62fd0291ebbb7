import { pictureInSquare } from "../pictureInSquare.js";
import { selectNth } from "../selectNth.js";
import type { Radiograph } from "../types.js";
import { countMarks } from "./countMarks.js";
import { alignmentSide } from "./sizes.js";

/** What a picture shows beside anatomy: things that may differ between the classes of a set by accident. */
export interface PictureFacts {
  /** Median grey of the outer 6 %, 0 .. 255. */
  borderGrey: number;
  meanGrey: number;
  /** Share of pixels at full white: metal, markers, burnt-in writing, overexposure. */
  whiteShare: number;
  /** Small, bright, lone shapes: side letters, writing. */
  marks: number;
}

const whiteFrom = 250;
const borderShare = 0.06;

/**
 * @param pixels [alignmentSide, alignmentSide], letterboxed as standardize does
 * @param file whose picture it is
 */
export function pictureFacts(pixels: Uint8Array, file: Pick<Radiograph, "widthPixels" | "heightPixels">): PictureFacts {
  const { left, top, width, height } = pictureInSquare(file, alignmentSide);
  const reach = Math.max(1, Math.round(borderShare * Math.min(width, height)));
  const border: number[] = [];
  let [sum, white] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const grey = pixels[(y + top) * alignmentSide + x + left]!;
      sum += grey;
      if (grey >= whiteFrom) white++;
      if (Math.min(x, y, width - 1 - x, height - 1 - y) < reach) border.push(grey);
    }
  }
  const area = width * height;
  const borderGrey = selectNth(Float32Array.from(border), border.length >> 1);
  return { borderGrey, meanGrey: sum / area, whiteShare: white / area, marks: countMarks(pixels, file) };
}
