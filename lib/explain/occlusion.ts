import { scaledImages } from "../data/batches.js";
import { resize } from "../data/resize.js";
import type { Dataset } from "../data/types.js";
import type { PredictOptions } from "../model/inBatches.js";
import type { Network } from "../model/network.js";
import { imageLogits } from "../model/predict.js";
import { scaleHeat } from "./scaleHeat.js";

export interface OcclusionOptions extends PredictOptions {
  /** Side of the square that is covered, about the size of what is looked for. */
  patchPixels?: number;
  /** From one patch to the next; at most `patchPixels`, so that every pixel is covered. */
  stridePixels?: number;
  /** Cover with the image's mean grey, as the paper does, or with the image blurred over about a patch. */
  fill?: "grey" | "blurred";
}

/** Large enough to fill two cores. */
const variantsPerBatch = 64;

/**
 * Covers each image patch by patch and sees how far the logit of "fractured" falls: a check on gradients by experiment
 * (Zeiler & Fergus 2014, section 4.2, doi:10.1007/978-3-319-10590-1_53). A pixel's heat is the mean fall over the patches that
 * cover it. Costs one prediction a patch: 225 an image of 128 pixels by default.
 * @returns as an Explainer
 * @throws RangeError on a patch larger than the image, or a stride that would leave gaps
 */
export async function occlusion(
  network: Network,
  dataset: Dataset,
  { patchPixels = 16, stridePixels = 8, fill = "grey", onProgress, signal }: OcclusionOptions = {},
): Promise<Float32Array> {
  const { imageSize: side } = dataset;
  const starts = patchStarts(side, patchPixels, stridePixels);
  const patches = starts.flatMap((top) => starts.map((left) => ({ top, left })));
  const count = dataset.labels.length;
  const heat = new Float32Array(count * side * side);
  const inference = network.toInference();
  try {
    for (let i = 0; i < count; i++) {
      const image = scaledImages(dataset, [i]);
      const cover = fill === "grey" ? meanGrey(image) : blurred(image, side, patchPixels);
      const whole = imageLogits(inference, image, side)[0]!;
      const falls = new Float32Array(patches.length);
      for (let start = 0; start < patches.length; start += variantsPerBatch) {
        signal?.throwIfAborted();
        const batch = patches.slice(start, start + variantsPerBatch);
        const variants = new Float32Array(batch.length * side * side); // [patches, s, s]
        batch.forEach((patch, k) => {
          const variant = variants.subarray(k * side * side, (k + 1) * side * side);
          variant.set(image);
          forEachPixel(patch, patchPixels, side, (p) => (variant[p] = cover[p]!));
        });
        falls.set(
          imageLogits(inference, variants, side).map((logit) => whole - logit),
          start,
        );
        await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C and displays through
      }
      heat.set(meanFall(falls, patches, patchPixels, side), i * side * side);
      onProgress?.(i + 1, count);
    }
  } finally {
    inference.dispose();
  }
  return scaleHeat(heat, side * side);
}

interface Patch {
  top: number;
  left: number;
}

/** Where patches begin, along either side; the last ends with the image. */
function patchStarts(side: number, patchPixels: number, stridePixels: number): number[] {
  const isWhole = Number.isInteger(patchPixels) && Number.isInteger(stridePixels);
  if (!isWhole || patchPixels > side || stridePixels < 1 || stridePixels > patchPixels) {
    throw new RangeError(
      `Expected whole pixels with 1 <= stride <= patch <= ${side}. Received: patch ${patchPixels}, stride ${stridePixels}`,
    );
  }
  const last = side - patchPixels;
  const starts = Array.from({ length: Math.ceil(last / stridePixels) }, (_, k) => k * stridePixels);
  return [...starts, last];
}

function meanGrey(image: Float32Array): Float32Array {
  const sum = image.reduce((total, value) => total + value, 0);
  return new Float32Array(image.length).fill(sum / image.length);
}

/** Shrunk until a patch is one pixel, and enlarged again. */
function blurred(image: Float32Array, side: number, patchPixels: number): Float32Array {
  const small = Math.max(1, Math.round(side / patchPixels));
  const shrunk = resize({ width: side, height: side, values: image }, small, small);
  return resize(shrunk, side, side).values.map((value) => Math.min(1, Math.max(0, value)));
}

function meanFall(falls: Float32Array, patches: readonly Patch[], patchPixels: number, side: number): Float32Array {
  const sums = new Float32Array(side * side);
  const covers = new Float32Array(side * side);
  patches.forEach((patch, k) => {
    forEachPixel(patch, patchPixels, side, (p) => {
      sums[p]! += falls[k]!;
      covers[p]! += 1;
    });
  });
  return sums.map((sum, p) => sum / covers[p]!);
}

function forEachPixel({ top, left }: Patch, patchPixels: number, side: number, visit: (p: number) => void): void {
  for (let y = top; y < top + patchPixels; y++) for (let x = left; x < left + patchPixels; x++) visit(y * side + x);
}
