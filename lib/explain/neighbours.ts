import { imageBatch } from "../data/batches.js";
import type { Dataset } from "../data/types.js";
import { inBatches, type PredictOptions } from "../model/inBatches.js";
import type { Network } from "../model/network.js";
import { tf } from "../tensorflow/index.js";

/** What a network makes of images before it decides: one vector an image. */
export interface Embeddings {
  dataset: Dataset;
  /** [n, width] */
  vectors: Float32Array;
  /** Channels of the network's last map. */
  width: number;
}

export interface Neighbour {
  /** Number of the image in the set that was searched. */
  row: number;
  /** Cosine, -1 .. 1: 1 for what the network cannot tell apart. */
  similarity: number;
  sameLabel: boolean;
  /** Of the patient of the image that was asked about; between two splits that is a leak. */
  sameGroup: boolean;
}

/** The network's last map averaged over the image, where all that the verdict rests on still stands. 4 bytes a channel and image. */
export async function embed(network: Network, dataset: Dataset, options: PredictOptions = {}): Promise<Embeddings> {
  const count = dataset.labels.length;
  let vectors = new Float32Array(0);
  const inference = network.toInference();
  try {
    await inBatches(dataset, options, (rows) => {
      const means = tf.tidy(() => {
        const last = inference.features(imageBatch(dataset, rows)); // [b, h, w, width]
        return last.mean([1, 2]).dataSync<"float32">(); // [b, width]
      });
      if (rows[0] === 0) vectors = new Float32Array((means.length / rows.length) * count);
      vectors.set(means, (vectors.length / count) * rows[0]!);
    });
  } finally {
    inference.dispose();
  }
  return { dataset, vectors, width: vectors.length / count };
}

export interface NeighbourOptions {
  /** Neighbours of each; all there are when fewer. */
  k: number;
  /** Leaves out images of the group of the image that is asked about. */
  otherGroupsOnly?: boolean;
}

/**
 * The images that the network finds most like each image asked about, the likest first, by the cosine between embeddings
 * about the searched images' mean: embeddings are nowhere negative, so about zero everything would be alike.
 * No image is its own neighbour, also where both sets hold it.
 * @throws RangeError on embeddings of two networks or a k below 1
 */
export function neighbours(
  asked: Embeddings,
  searched: Embeddings,
  { k, otherGroupsOnly = false }: NeighbourOptions,
): Neighbour[][] {
  if (asked.width !== searched.width) {
    throw new RangeError(`Expected embeddings of one network. Received: ${asked.width} and ${searched.width} channels`);
  }
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`Expected a k of at least 1. Received: ${k}`);
  const middle = meanVector(searched);
  const [from, to] = [directions(asked, middle), directions(searched, middle)];
  const { width } = searched;
  return asked.dataset.radiographs.map(({ path, group }, i) => {
    const nearest: Neighbour[] = [];
    searched.dataset.radiographs.forEach((other, row) => {
      const sameGroup = other.group === group;
      if (other.path === path || (sameGroup && otherGroupsOnly)) return;
      let similarity = 0;
      for (let c = 0; c < width; c++) similarity += from[i * width + c]! * to[row * width + c]!;
      if (nearest.length === k && similarity <= nearest[k - 1]!.similarity) return;
      const place = nearest.findIndex((neighbour) => neighbour.similarity < similarity);
      const sameLabel = searched.dataset.labels[row] === asked.dataset.labels[i];
      nearest.splice(place === -1 ? nearest.length : place, 0, { row, similarity, sameLabel, sameGroup });
      if (nearest.length > k) nearest.pop();
    });
    return nearest;
  });
}

function meanVector({ vectors, width }: Embeddings): Float64Array {
  const middle = new Float64Array(width);
  vectors.forEach((value, at) => (middle[at % width]! += (value * width) / vectors.length));
  return middle;
}

/** Unit vectors from the middle; 0 for what lies on it. */
function directions({ vectors, width }: Embeddings, middle: Float64Array): Float64Array {
  const out = Float64Array.from(vectors, (value, at) => value - middle[at % width]!);
  for (let at = 0; at < out.length; at += width) {
    const vector = out.subarray(at, at + width);
    const length = Math.hypot(...vector);
    if (length > 0) vector.forEach((value, c) => (vector[c] = value / length));
  }
  return out;
}
