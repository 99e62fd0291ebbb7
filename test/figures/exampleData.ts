import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import type { Dataset, Radiograph, Rejected } from "../../lib/data/types.js";
import { createRandom } from "../../lib/random.js";
import { simulatePatients } from "../metrics/scoredImages.js";

export const classes = ["not_fractured", "fractured"];

/** Six radiographs of four patients: small enough for every number in a figure to be counted by hand. */
export const radiographs: Radiograph[] = [
  radiograph("a.jpg", "fractured", "p1", "train", "hand"),
  radiograph("b.jpg", "fractured", "p1", "train", "hand"),
  radiograph("c.png", "not_fractured", "p2", "train", "hand"),
  radiograph("d.png", "not_fractured", "p2", "train", "hip"),
  radiograph("e.jpg", "not_fractured", "p3", "validation", "hip"),
  radiograph("f.jpg", "fractured", "p4", "test", undefined),
];

function radiograph(
  path: string,
  label: string,
  group: string,
  split: "train" | "validation" | "test",
  region: string | undefined,
): Radiograph {
  return {
    path,
    label,
    group,
    split,
    ...(region === undefined ? {} : { region }),
    ...(label === "fractured" ? { boxes: [{ xMin: 0.25, yMin: 0.5, xMax: 0.5, yMax: 0.75 }] } : {}),
    sha256: path,
    widthPixels: 200,
    heightPixels: path.endsWith("png") ? 400 : 300,
    format: path.endsWith("png") ? "png" : "jpeg",
    channels: 1,
    bytes: 1000,
    licence: "CC0",
  };
}

export const rejected: Rejected[] = [
  { path: "x.jpg", label: "not_fractured", reason: "truncated", detail: "half of it is missing" },
  { path: "y.jpg", label: "not_fractured", reason: "truncated", detail: "half of it is missing" },
  { path: "z.jpg", label: "fractured", reason: "empty", detail: "0 bytes" },
];

/** The six radiographs as 16 x 16 noise, the fractured ones brighter. */
export function exampleDataset(): Dataset {
  const imageSize = 16;
  const random = createRandom("example pixels");
  const labels = Uint8Array.from(radiographs, ({ label }) => classes.indexOf(label));
  const pixels = Uint8Array.from({ length: labels.length * imageSize ** 2 }, (_, p) =>
    Math.min(255, 60 + 60 * labels[Math.floor(p / imageSize ** 2)]! + random.integer(60)),
  );
  return inMemoryDataset({ imageSize, pixels, labels, radiographs });
}

/** Heat that falls from the left to the right, in every image alike. */
export function exampleHeat({ labels, imageSize }: Dataset): Float32Array {
  return Float32Array.from({ length: labels.length * imageSize ** 2 }, (_, p) => 1 - (p % imageSize) / imageSize);
}

/** Some 100 scored images of 40 patients. */
export const scored = simulatePatients("figures", 40);

export const history = [
  { epoch: 1, trainLoss: 0.7, validationLoss: 0.69, validationAuc: 0.55, learningRate: 0.002, isBest: true },
  { epoch: 2, trainLoss: 0.5, validationLoss: 0.52, validationAuc: 0.81, learningRate: 0.001, isBest: true },
  { epoch: 3, trainLoss: 0.4, validationLoss: 0.55, validationAuc: 0.79, learningRate: 0, isBest: false },
].map((epoch) => ({ ...epoch, imagesPerSecond: 40 }));
