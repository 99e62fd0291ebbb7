import { augmentedBatch } from "../data/augment.js";
import type { AugmentConfig } from "../data/augmentConfig.js";
import type { Dataset, Manifest, Radiograph } from "../data/types.js";
import { createRandom } from "../random.js";
import { displayName } from "./classNames.js";
import { datasetImage, type GridImage } from "./greyImage.js";
import { originalImage } from "./originalImage.js";

/** A few images of each class drawn at random, class after class, with region and fracture type under them. */
export function exampleImages(
  dataset: Dataset,
  classes: readonly string[],
  { perClass, seed }: { perClass: number; seed: number },
): GridImage[] {
  return classes.flatMap((label, number) => {
    const ofClass = Array.from(dataset.labels.keys()).filter((i) => dataset.labels[i] === number);
    const drawn = createRandom(seed).fork(label).shuffle(ofClass).slice(0, perClass);
    return drawn.map((i) => {
      const { region = "", fractureType = "" } = dataset.radiographs[i]!;
      return datasetImage(dataset, i, `${displayName(label)}\n${[region, fractureType].filter(Boolean).join(", ")}`);
    });
  });
}

/** Some files drawn at random, each as it came and as the network sees it. */
export async function beforeAfterImages(
  manifest: Manifest,
  dataset: Dataset,
  { count, seed, maxPixels }: { count: number; seed: number; maxPixels: number },
): Promise<{ before: GridImage; after: GridImage }[]> {
  const rows = createRandom(seed).shuffle(Array.from(dataset.labels.keys())).slice(0, count);
  return Promise.all(
    rows.map(async (row) => ({
      before: await originalImage(manifest.root, dataset.radiographs[row]!, {
        sidePixels: 128,
        maxPixels,
        caption: formatAndSize(dataset.radiographs[row]!),
      }),
      after: datasetImage(dataset, row, `${dataset.imageSize} x ${dataset.imageSize}`),
    })),
  );
}

function formatAndSize({ format, widthPixels, heightPixels }: Radiograph): string {
  return `${format}\n${widthPixels} x ${heightPixels}`;
}

/** Some images of a data set, each with random variants as training sees them. */
export async function augmentedImages(
  dataset: Dataset,
  rows: readonly number[],
  config: AugmentConfig,
  { variants, seed }: { variants: number; seed: number },
): Promise<{ original: GridImage; variants: GridImage[] }[]> {
  const random = createRandom(seed);
  const area = dataset.imageSize ** 2;
  return Promise.all(
    rows.map(async (row) => {
      const repeated = new Array<number>(variants).fill(row);
      const augmented = await augmentedBatch(dataset, repeated, config, random.fork(row)); // [variants, s, s]
      const pixels = Uint8Array.from(augmented, (value) => Math.round(value * 255));
      return {
        original: datasetImage(dataset, row, "original"),
        variants: repeated.map((_, i) => ({
          pixels: pixels.subarray(i * area, (i + 1) * area),
          widthPixels: dataset.imageSize,
          heightPixels: dataset.imageSize,
          caption: `variant ${i + 1}`,
        })),
      };
    }),
  );
}
