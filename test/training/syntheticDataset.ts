import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import type { Dataset, Radiograph } from "../../lib/data/types.js";
import { createRandom } from "../../lib/random.js";

/** Noise, with a bright bar across class 1: learnable in a few steps, not at a glance. */
export function syntheticDataset(count: number, imageSize: number, seed: number): Dataset {
  const random = createRandom(seed);
  const pixels = new Uint8Array(count * imageSize * imageSize);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  for (let i = 0; i < count; i++) {
    const row = 4 + random.integer(imageSize - 8);
    for (let p = 0; p < imageSize * imageSize; p++) {
      const isBar = labels[i] === 1 && Math.floor(p / imageSize) === row;
      pixels[i * imageSize * imageSize + p] = random.integer(128) + (isBar ? 100 : 0);
    }
  }
  const radiographs = Array.from({ length: count }, (_, i) => radiograph(i));
  return inMemoryDataset({ imageSize, pixels, labels, radiographs });
}

function radiograph(i: number): Radiograph {
  const size = { widthPixels: 16, heightPixels: 16, bytes: 1, channels: 1 };
  const origin = { group: `g${i}`, sha256: String(i), format: "png", licence: "none" };
  return { path: `${i}.png`, label: i % 2 === 1 ? "fractured" : "not_fractured", ...size, ...origin };
}
