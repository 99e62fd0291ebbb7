import { createPixelCache, openPixelCache } from "../../lib/data/pixelCache.js";
import { mapConcurrently } from "../../lib/data/mapConcurrently.js";
import { readImages } from "../../lib/data/readImages.js";
import { subset } from "../../lib/data/subset.js";
import type { Dataset, Radiograph } from "../../lib/data/types.js";
import { createRandom } from "../../lib/random.js";

/** What a process needed to make a cache of so many images, open it again and read one epoch of it in random order. */
export interface SimulatedEpoch {
  /** Before the first image. */
  startMB: number;
  /** The most until the manifest was there: made, written, verified. */
  writtenMB: number;
  /** The most of all, that is with the manifest of `count` radiographs and three subsets. */
  peakMB: number;
  wrongImages: number;
  readMicrosecondsPerImage: number;
}

const imageSize = 64;
const batchSize = 32;

async function simulateEpoch(file: string, count: number): Promise<SimulatedEpoch> {
  const startMB = peakMB();
  const numbers = Array.from({ length: count }, (_, i) => i);
  await createPixelCache(file, async (writeRow) => {
    await mapConcurrently(numbers, (number) => writeRow(number, image(number)), { concurrency: 4 });
  });
  const store = await openPixelCache(file, count * imageSize ** 2);
  if (typeof store !== "object") throw new Error(`Expected an intact cache. Received: ${store}`);
  const writtenMB = peakMB();

  const radiographs = Array.from(numbers, radiograph);
  const all: Dataset = {
    imageSize,
    store,
    rows: Uint32Array.from(numbers),
    labels: Uint8Array.from(numbers, (number) => number % 2),
    radiographs,
  };
  const train = subset(
    all,
    radiographs.filter((_, i) => i % 10 > 1),
  );
  const rest = [0, 1].map((part) =>
    subset(
      all,
      radiographs.filter((_, i) => i % 10 === part),
    ),
  );
  let wrongImages = 0;
  const started = performance.now();
  for (const dataset of [train, ...rest]) wrongImages += readEpoch(dataset);
  const readMicrosecondsPerImage = ((performance.now() - started) / count) * 1000;
  return { startMB, writtenMB, peakMB: peakMB(), wrongImages, readMicrosecondsPerImage };
}

/** @returns how many images were not those asked for */
function readEpoch(dataset: Dataset): number {
  const order = createRandom(1).shuffle([...dataset.labels.keys()]);
  let wrong = 0;
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.slice(start, start + batchSize);
    const view = new DataView(readImages(dataset, batch).buffer);
    batch.forEach((row, i) => {
      if (view.getUint32(i * imageSize ** 2) !== dataset.rows[row]) wrong++;
    });
  }
  return wrong;
}

/** No two alike: the number itself, then grey. */
function image(number: number): Uint8Array {
  const pixels = new Uint8Array(imageSize ** 2).fill(number % 251);
  new DataView(pixels.buffer).setUint32(0, number);
  return pixels;
}

/** As a source makes them: every string its own. */
function radiograph(number: number): Radiograph {
  const sha256 = number.toString(16).padStart(64, "0");
  const path = `${number % 2 ? "fractured" : "not_fractured"}/image${number}.jpg`;
  const size = { widthPixels: 373, heightPixels: 454, bytes: 30_000 + number, channels: 1, format: "jpeg" };
  return {
    path,
    label: number % 2 ? "fractured" : "not_fractured",
    group: `g${number >> 2}`,
    sha256,
    licence: "CC0",
    ...size,
  };
}

const peakMB = (): number => process.resourceUsage().maxRSS / 1024;

const [file, count] = process.argv.slice(2);
console.log(JSON.stringify(await simulateEpoch(file!, Number(count))));
