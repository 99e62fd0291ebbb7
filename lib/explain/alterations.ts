import { boxesInSquare } from "../data/boxesInSquare.js";
import { pictureInSquare } from "../data/pictureInSquare.js";
import type { Box, Dataset, Radiograph } from "../data/types.js";
import type { Random } from "../random.js";
import { boxPixels } from "./boxRegions.js";
import { brightRegion } from "./brightRegion.js";
import { coverBox } from "./coverBox.js";
import { decoyBoxes } from "./decoyBoxes.js";

export const probeNames = [
  "whole",
  "fractures covered",
  "elsewhere covered",
  "border alone",
  "border covered",
  "bone hidden",
  "bone alone",
] as const;
export type ProbeName = (typeof probeNames)[number];

/** Changes image i of a data set: its grey levels, [side, side], in place. */
export type Alteration = (pixels: Uint8Array, i: number) => void;

export interface AlterationOptions {
  /** Draws the decoys. */
  random: Random;
  /** What counts as border: this share of the picture's width and height, on each side. */
  borderShare: number;
  /** 0 .. 255, the same for all images: an image's own mean would be a clue. */
  fillGrey: number;
}

/** Keeps the edges of a fracture out of the edges of its cover. */
const marginShare = 0.02;

/** What shortcutProbes does to images; without the covers where no image has boxes. */
export function alterations(
  dataset: Dataset,
  { random, borderShare, fillGrey }: AlterationOptions,
): Partial<Record<ProbeName, Alteration>> {
  const { imageSize: side, labels, radiographs } = dataset;
  const cover = (pixels: Uint8Array, boxes: readonly Box[]): void => {
    for (const box of boxes) coverBox(pixels, side, boxPixels(box, side, marginShare * side));
  };
  /** Not beyond the picture: the letterbox stays black. */
  const fill = (pixels: Uint8Array, radiograph: Radiograph, isFilled: (x: number, y: number) => boolean): void => {
    const { left, top, width, height } = pictureInSquare(radiograph, side);
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) if (isFilled(x, y)) pixels[y * side + x] = fillGrey;
    }
  };
  const isInside = (radiograph: Radiograph): ((x: number, y: number) => boolean) => {
    const { left, top, width, height } = pictureInSquare(radiograph, side);
    const [rimX, rimY] = [Math.round(borderShare * width), Math.round(borderShare * height)];
    return (x, y) => x >= left + rimX && x < left + width - rimX && y >= top + rimY && y < top + height - rimY;
  };
  const isBone = (pixels: Uint8Array, radiograph: Radiograph): ((x: number, y: number) => boolean) => {
    const region = brightRegion(pixels, side, radiograph);
    return (x, y) => region[y * side + x] === 1;
  };
  const covers = (decoys: readonly Box[][]): Partial<Record<ProbeName, Alteration>> => ({
    "fractures covered": (pixels, i) => {
      cover(pixels, labels[i] === 1 ? boxesInSquare(radiographs[i]!) : decoys[i]!);
    },
    "elsewhere covered": (pixels, i) => {
      cover(pixels, decoys[i]!);
    },
  });
  const hasBoxes = radiographs.some(({ boxes = [] }) => boxes.length > 0);
  return {
    whole: () => undefined,
    ...(hasBoxes && covers(decoyBoxes(dataset, random))),
    "border alone": (pixels, i) => {
      fill(pixels, radiographs[i]!, isInside(radiographs[i]!));
    },
    "border covered": (pixels, i) => {
      const inside = isInside(radiographs[i]!);
      fill(pixels, radiographs[i]!, (x, y) => !inside(x, y));
    },
    "bone hidden": (pixels, i) => {
      fill(pixels, radiographs[i]!, isBone(pixels, radiographs[i]!));
    },
    "bone alone": (pixels, i) => {
      const bone = isBone(pixels, radiographs[i]!);
      fill(pixels, radiographs[i]!, (x, y) => !bone(x, y));
    },
  };
}
