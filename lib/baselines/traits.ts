import { fileNames, fileNumbers } from "../data/fileProperties.js";
import { pictureInSquare } from "../data/pictureInSquare.js";
import { readImages } from "../data/readImages.js";
import type { Dataset, Radiograph } from "../data/types.js";

/** What a baseline may know of an image. */
export interface Traits {
  numbers: number[];
  names: string[];
}

export const singleBaselines = ["region", "size and format", "grey histogram", "border"] as const;
export type SingleBaseline = (typeof singleBaselines)[number];

const histogramBins = 32;
/** Cells along a side, of which the outermost are the border: 6 % of the picture, as the audit's border is. */
const borderCells = 16;

/** What each baseline sees of the images of a data set, one image in memory at a time. */
export const traitsOf: Readonly<Record<SingleBaseline, (dataset: Dataset) => Traits[]>> = {
  region: ({ radiographs }) => radiographs.map(({ region = "" }) => ({ numbers: [], names: [region] })),
  "size and format": ({ radiographs }) => radiographs.map(fileTraits),
  "grey histogram": (dataset) => pictureTraits(dataset, greyHistogram),
  border: (dataset) => pictureTraits(dataset, borderGreys),
};

/** Sizes span orders of magnitude, so their logarithms; and the exact size as a name, since machines and exports have theirs. */
function fileTraits(radiograph: Radiograph): Traits {
  const { widthPixels, heightPixels } = radiograph;
  return {
    numbers: Object.values(fileNumbers).map((read) => Math.log(read(radiograph))),
    names: [...Object.values(fileNames).map((read) => read(radiograph)), `${widthPixels} x ${heightPixels}`],
  };
}

/** Grey levels of a picture without its letterbox bars. */
interface Picture {
  width: number;
  height: number;
  /** [height, width], 0 .. 255 */
  pixels: Uint8Array;
}

function pictureTraits(dataset: Dataset, numbersOf: (picture: Picture) => number[]): Traits[] {
  const { imageSize: side } = dataset;
  return dataset.radiographs.map((radiograph, i) => {
    const square = readImages(dataset, [i]);
    const { left, top, width, height } = pictureInSquare(radiograph, side);
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      pixels.set(square.subarray((y + top) * side + left, (y + top) * side + left + width), y * width);
    }
    return { numbers: numbersOf({ width, height, pixels }), names: [] };
  });
}

/** Share of the pixels in each of 32 equal ranges of grey. */
function greyHistogram({ pixels }: Picture): number[] {
  const counts = new Array<number>(histogramBins).fill(0);
  for (const grey of pixels) counts[Math.floor((grey * histogramBins) / 256)]!++;
  return counts.map((count) => count / pixels.length);
}

/** Mean grey of the 60 outermost of 16 x 16 cells. */
function borderGreys({ width, height, pixels }: Picture): number[] {
  const means: number[] = [];
  for (let row = 0; row < borderCells; row++) {
    for (let column = 0; column < borderCells; column++) {
      if (Math.min(row, column, borderCells - 1 - row, borderCells - 1 - column) > 0) continue;
      const [fromY, toY] = cellRange(row, height);
      const [fromX, toX] = cellRange(column, width);
      let sum = 0;
      for (let y = fromY; y < toY; y++) for (let x = fromX; x < toX; x++) sum += pixels[y * width + x]!;
      means.push(sum / ((toX - fromX) * (toY - fromY)));
    }
  }
  return means;
}

/** A picture of fewer pixels than cells has some in two. */
function cellRange(cell: number, length: number): [from: number, to: number] {
  const from = Math.floor((cell * length) / borderCells);
  return [from, Math.max(from + 1, Math.floor(((cell + 1) * length) / borderCells))];
}
