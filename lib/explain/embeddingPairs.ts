import { scalePixels } from "../data/batches.js";
import { mapConcurrently } from "../data/mapConcurrently.js";
import type { OnProgress } from "../data/types.js";
import type { Network } from "../model/network.js";
import { tf } from "../tensorflow/index.js";

/** Pictures that are read a few at a time. */
export interface Pictures {
  readonly count: number;
  /** In pixels. */
  readonly side: number;
  /** @returns [side, side], 0 .. 255 */
  read: (index: number) => Promise<Uint8Array>;
}

export interface EmbeddingPairsOptions {
  /** Neighbours of each picture. */
  k: number;
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

const picturesPerBatch = 64;
/** Rows whose products with all others are in memory at once: 40 KB a row for 10,000 pictures. */
const rowsAtOnce = 256;

/**
 * Each picture with those that a network finds most like it, by the cosine between embeddings about their mean: embed and
 * neighbours of neighbours.ts, for pictures that no data set holds. Memory: 4 bytes a channel and picture.
 * @returns pairs of different pictures, the smaller index first, each once
 */
export async function embeddingPairs(
  network: Network,
  pictures: Pictures,
  { k, ...options }: EmbeddingPairsOptions,
): Promise<[number, number][]> {
  if (pictures.count < 2) return [];
  const directions = await embedPictures(network, pictures, options); // [count, width]
  try {
    return nearestPairs(directions, Math.min(k, pictures.count - 1));
  } finally {
    directions.dispose();
  }
}

/** @returns [count, width], each of length 1, or 0 where it is the mean of all */
async function embedPictures(
  network: Network,
  { count, side, read }: Pictures,
  { onProgress, signal }: Pick<EmbeddingPairsOptions, "onProgress" | "signal">,
): Promise<tf.Tensor2D> {
  const starts = Array.from({ length: Math.ceil(count / picturesPerBatch) }, (_, i) => i * picturesPerBatch);
  const inference = network.toInference();
  const embedded: tf.Tensor2D[] = [];
  const embedBatch = async (start: number): Promise<void> => {
    const rows = Math.min(picturesPerBatch, count - start);
    const pixels = new Uint8Array(rows * side * side);
    for (let row = 0; row < rows; row++) pixels.set(await read(start + row), row * side * side);
    const vectors = tf.tidy(() => {
      const images = tf.tensor4d(scalePixels(pixels), [rows, side, side, 1]);
      const input = tf.image.resizeBilinear(images, [network.imageSize, network.imageSize]);
      return inference.features(input).mean<tf.Tensor2D>([1, 2]); // [rows, width]
    });
    embedded.push(vectors);
  };
  try {
    await mapConcurrently(starts, embedBatch, { concurrency: 1, onProgress, signal });
    return tf.tidy(() => {
      const all = tf.concat(embedded); // [count, width]
      const fromMean = all.sub(all.mean(0));
      return fromMean.div<tf.Tensor2D>(fromMean.norm("euclidean", 1, true).maximum(1e-12));
    });
  } finally {
    inference.dispose();
    tf.dispose(embedded);
  }
}

function nearestPairs(directions: tf.Tensor2D, k: number): [number, number][] {
  const [count] = directions.shape;
  const pairs = new Map<string, [number, number]>();
  for (let from = 0; from < count; from += rowsAtOnce) {
    const nearest = tf.tidy(() => {
      const rows = directions.slice([from, 0], [Math.min(rowsAtOnce, count - from), -1]);
      return tf.topk(rows.matMul(directions, false, true), k + 1).indices.dataSync<"int32">(); // [rows, k + 1], mostly itself among them
    });
    nearest.forEach((other, at) => {
      const own = from + Math.floor(at / (k + 1));
      const [first, second] = own < other ? [own, other] : [other, own];
      if (own !== other) pairs.set(`${first} ${second}`, [first, second]);
    });
  }
  return [...pairs.values()];
}
