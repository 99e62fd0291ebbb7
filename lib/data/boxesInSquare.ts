import type { Box, Radiograph } from "./types.js";

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
