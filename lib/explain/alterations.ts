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
  const fill = (pixels: Uint8Array, radiograph: Radiograph, part: "inside" | "border"): void => {
    const inside = boxPixels(insideOf(radiograph, borderShare), side);
    const picture = boxPixels(insideOf(radiograph, 0), side);
    for (let y = picture.top; y < picture.bottom; y++) {
      for (let x = picture.left; x < picture.right; x++) {
        const isInside = x >= inside.left && x < inside.right && y >= inside.top && y < inside.bottom;
        if (isInside === (part === "inside")) pixels[y * side + x] = fillGrey;
      }
    }
  };
  const fillByBone = (pixels: Uint8Array, radiograph: Radiograph, part: "bone" | "rest"): void => {
    const bone = brightRegion(pixels, side, radiograph);
    const picture = pictureInSquare(radiograph, side);
    for (let y = picture.top; y < picture.top + picture.height; y++) {
      for (let x = picture.left; x < picture.left + picture.width; x++) {
        const p = y * side + x;
        if ((bone[p] === 1) === (part === "bone")) pixels[p] = fillGrey;
      }
    }
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
      fill(pixels, radiographs[i]!, "inside");
    },
    "border covered": (pixels, i) => {
      fill(pixels, radiographs[i]!, "border");
    },
    "bone hidden": (pixels, i) => {
      fillByBone(pixels, radiographs[i]!, "bone");
    },
    "bone alone": (pixels, i) => {
      fillByBone(pixels, radiographs[i]!, "rest");
    },
  };
}

/** The picture within the letterboxed square, less a share of its sides all round. */
function insideOf({ widthPixels, heightPixels }: Radiograph, share: number): Box {
  const boxes = [{ xMin: share, xMax: 1 - share, yMin: share, yMax: 1 - share }];
  return boxesInSquare({ boxes, widthPixels, heightPixels })[0]!;
}
