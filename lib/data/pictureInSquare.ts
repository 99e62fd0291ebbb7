import { fitInside } from "./resize.js";
import type { Radiograph } from "./types.js";

/** Where a picture lies in the square that standardising letterboxes it into: the rest is black bars. */
export function pictureInSquare(
  { widthPixels, heightPixels }: Pick<Radiograph, "widthPixels" | "heightPixels">,
  side: number,
): { left: number; top: number; width: number; height: number } {
  const { width, height } = fitInside({ width: widthPixels, height: heightPixels }, side);
  return { left: (side - width) >> 1, top: (side - height) >> 1, width, height };
}
