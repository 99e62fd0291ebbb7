import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import type { Box, Dataset, Radiograph } from "../../lib/data/types.js";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import type { Network } from "../../lib/model/network.js";
import { createRandom } from "../../lib/random.js";
import { trainingConfigSchema } from "../../lib/training/config.js";
import { trainNetwork } from "../../lib/training/trainNetwork.js";

export const side = 32;
const [barWidth, barHeight] = [12, 4];

export interface PlantedOptions {
  /** The bars are faint, and each comes with a bright spot in the upper left corner: a shortcut. */
  marker?: boolean;
}

/** Noise; half of the images with a bright bar at a random place, whose box is known. */
export function plantedBars(count: number, seed: number, { marker = false }: PlantedOptions = {}): Dataset {
  const random = createRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const pixels = Uint8Array.from({ length: count * side * side }, () => random.integer(120));
  const radiographs = Array.from(labels, (label, i): Radiograph => {
    const image = pixels.subarray(i * side * side, (i + 1) * side * side);
    const left = 3 + random.integer(side - barWidth - 6);
    const top = 6 + random.integer(side - barHeight - 10);
    if (label === 1) brighten(image, marker ? 30 : 100, left, top, barWidth, barHeight);
    if (label === 1 && marker) brighten(image, 130, 0, 0, 4, 4);
    const box: Box = {
      xMin: left / side,
      yMin: top / side,
      xMax: (left + barWidth) / side,
      yMax: (top + barHeight) / side,
    };
    return {
      path: `${i}.png`,
      label: label === 1 ? "fractured" : "not_fractured",
      group: `g${Math.floor(i / 2)}`,
      ...(label === 1 && { boxes: [box] }),
      sha256: String(i),
      widthPixels: side,
      heightPixels: side,
      format: "png",
      channels: 1,
      bytes: 1,
      licence: "none",
    };
  });
  return inMemoryDataset({ imageSize: side, pixels, labels, radiographs });
}

function brighten(image: Uint8Array, by: number, left: number, top: number, width: number, height: number): void {
  for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) image[y * side + x]! += by;
}

export const newNetwork = (seed: number): Network =>
  createCnn(modelConfigSchema.parse({ filters: [8, 16], denseUnits: [8], dropout: 0.2 }), side, createRandom(seed));

/** Finds nearly every bar: trained for some two seconds. */
export async function trainedOn(options: PlantedOptions = {}): Promise<Network> {
  const network = newNetwork(5);
  await trainNetwork({
    network,
    train: plantedBars(200, 1, options),
    validation: plantedBars(80, 2, options),
    training: trainingConfigSchema.parse({ epochs: 10, batchSize: 16, learningRate: 0.01 }),
    augment: augmentConfigSchema.parse({ flipProb: 0, rotationDegrees: 0, shiftShare: 0, zoomShare: 0 }),
    seed: 3,
  });
  return network;
}
