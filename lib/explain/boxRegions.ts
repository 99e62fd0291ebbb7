import { boxesInSquare } from "../data/boxesInSquare.js";
import type { Box, Dataset } from "../data/types.js";

/**
 * Which pixels of the network's input lie in a fracture's box: those whose centre does, and always at least one a box.
 * @returns [n, imageSize²] of 0 and 1; all 0 for an image without boxes
 */
export function boxRegions({ radiographs, imageSize }: Dataset): Uint8Array[] {
  return radiographs.map((radiograph) => {
    const inside = new Uint8Array(imageSize * imageSize);
    for (const box of boxesInSquare(radiograph)) {
      const { left, top, right, bottom } = boxPixels(box, imageSize);
      for (let y = top; y < bottom; y++) inside.fill(1, y * imageSize + left, y * imageSize + right);
    }
    return inside;
  });
}

/** Whole pixels; right and bottom are the first ones outside. */
export interface PixelBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A box in pixels of a square, kept inside it, with at least one pixel. @param marginPixels added on every side */
export function boxPixels({ xMin, yMin, xMax, yMax }: Box, side: number, marginPixels = 0): PixelBox {
  const [left, right] = pixelRange(xMin * side - marginPixels, xMax * side + marginPixels, side);
  const [top, bottom] = pixelRange(yMin * side - marginPixels, yMax * side + marginPixels, side);
  return { left, top, right, bottom };
}

function pixelRange(from: number, to: number, side: number): [number, number] {
  const first = Math.min(side - 1, Math.max(0, Math.round(from)));
  return [first, Math.max(first + 1, Math.min(side, Math.round(to)))];
}
