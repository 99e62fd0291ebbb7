import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import { pictureInSquare } from "../../lib/data/pictureInSquare.js";
import type { Dataset, Radiograph, SplitName } from "../../lib/data/types.js";
import { createRandom, type Random } from "../../lib/random.js";

export interface Planted {
  /** What alone goes with the label. */
  by: "region" | "size" | "format" | "grey" | "corner" | "middle" | "nothing";
  regions?: readonly string[];
}

const imageSize = 32;

/** Noise in place of pictures, one clue of the label in it; two images a group. */
export function plantedSplits({ by, regions = ["hand", "leg"] }: Planted): Record<SplitName, Dataset> {
  const random = createRandom(`planted ${by}`);
  const split = (name: SplitName, count: number): Dataset => {
    const labels = Uint8Array.from({ length: count }, (_, i) => (i >> 1) % 2);
    const radiographs = Array.from(labels, (label, i) => radiograph(`${name}/${i}`, label, by, regions, random));
    const pixels = new Uint8Array(count * imageSize ** 2);
    radiographs.forEach((own, i) => {
      draw(pixels.subarray(i * imageSize ** 2, (i + 1) * imageSize ** 2), own, labels[i]!, by, random);
    });
    return inMemoryDataset({ imageSize, pixels, labels, radiographs });
  };
  return { train: split("train", 240), validation: split("validation", 80), test: split("test", 120) };
}

function radiograph(
  path: string,
  label: number,
  by: Planted["by"],
  regions: readonly string[],
  random: Random,
): Radiograph {
  const clue = (kind: Planted["by"]): number => (by === kind && random.uniform() < 0.9 ? label : random.integer(2));
  const region = regions[clue("region") % regions.length];
  const longPixels = 100 + 60 * clue("size") + random.integer(40);
  return {
    path,
    label: label === 1 ? "fractured" : "not_fractured",
    group: path.replace(/\d+$/, (i) => String(Number(i) >> 1)),
    ...(region !== undefined && { region }),
    sha256: path,
    widthPixels: 80,
    heightPixels: longPixels,
    format: by === "format" && label === 1 ? "png" : "jpeg",
    channels: 1,
    bytes: 20 * longPixels * (50 + random.integer(50)),
    licence: "CC0",
  };
}

function draw(square: Uint8Array, own: Radiograph, label: number, by: Planted["by"], random: Random): void {
  const { left, top, width, height } = pictureInSquare(own, imageSize);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isCorner = x < 3 && y < 3;
      const isMiddle = Math.abs(x - width / 2) < 3 && Math.abs(y - height / 2) < 3;
      const isMarked = label === 1 && ((by === "corner" && isCorner) || (by === "middle" && isMiddle));
      const shift = by === "grey" ? 20 * label : 0;
      square[(y + top) * imageSize + x + left] = isMarked ? 255 : 60 + shift + random.integer(60);
    }
  }
}
