import { scaledImages } from "../data/batches.js";
import type { Dataset } from "../data/types.js";
import type { Scored } from "../metrics/summarize.js";
import { tf } from "../tensorflow/index.js";

export interface NearestNeighbours {
  /** [n], image numbers of the training set: the nearest of either class. */
  nearest: Uint32Array;
  /**
   * A score is the distance to the nearest intact image as a share of that and the distance to the nearest fractured one;
   * at or above 0.5 the nearest of all is fractured.
   */
  scored: Scored;
}

/** Two blocks of images and their products take some 70 MB at 128 x 128. */
const blockSize = 512;

/**
 * The one nearest training image of each class by Euclidean distance of grey values (Cover & Hart 1967,
 * doi:10.1109/TIT.1967.1053964). It learns nothing, so that what it achieves is what remembering achieves.
 * Distances are of float32: identical images come out below a thousandth of the usual distance, not at exactly 0.
 * @param train both classes present
 * @throws RangeError on another image size or one class only
 */
export async function nearestNeighbours(train: Dataset, test: Dataset): Promise<NearestNeighbours> {
  if (train.imageSize !== test.imageSize) {
    throw new RangeError(`Expected images of ${train.imageSize} pixels. Received: ${test.imageSize}`);
  }
  for (const label of [0, 1]) {
    if (!train.labels.includes(label)) throw new RangeError(`Expected both classes. Received: none of class ${label}`);
  }
  const count = test.labels.length;
  const least = [0, 1].map(() => new Float64Array(count).fill(Infinity)); // squared, by class
  const rowOf = [0, 1].map(() => new Uint32Array(count));
  for (const ours of blocks(count)) {
    const images = flatBlock(test, ours);
    for (const theirs of blocks(train.labels.length)) {
      const squared = squaredDistances(images, flatBlock(train, theirs)); // [ours, theirs]
      ours.forEach((i, a) => {
        theirs.forEach((row, b) => {
          const label = train.labels[row]!;
          const distance = squared[a * theirs.length + b]!;
          if (distance >= least[label]![i]!) return;
          least[label]![i] = distance;
          rowOf[label]![i] = row;
        });
      });
      await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C and displays through
    }
  }
  const [intact, fractured] = [least[0]!, least[1]!];
  return {
    nearest: Uint32Array.from(intact, (distance, i) => rowOf[distance < fractured[i]! ? 0 : 1]![i]!),
    scored: {
      labels: test.labels,
      scores: Float64Array.from(intact, (distance, i) => shareOf(Math.sqrt(distance), Math.sqrt(fractured[i]!))),
      groups: test.radiographs.map(({ group }) => group),
    },
  };
}

/** Undecided between two images that are both identical to it. */
function shareOf(intact: number, fractured: number): number {
  return intact + fractured === 0 ? 0.5 : intact / (intact + fractured);
}

function blocks(count: number): number[][] {
  return Array.from({ length: Math.ceil(count / blockSize) }, (_, k) =>
    Array.from({ length: Math.min(blockSize, count - k * blockSize) }, (__, i) => k * blockSize + i),
  );
}

interface FlatBlock {
  /** [images, pixels] */
  values: Float32Array;
  images: number;
}

function flatBlock(dataset: Dataset, rows: readonly number[]): FlatBlock {
  return { values: scaledImages(dataset, rows), images: rows.length };
}

/** |a - b|² = |a|² + |b|² - 2 ab, never below 0. @returns [a.images, b.images] */
function squaredDistances(a: FlatBlock, b: FlatBlock): Float32Array {
  return tf.tidy(() => {
    const [left, right] = [a, b].map(({ values, images }) => tf.tensor2d(values, [images, values.length / images]));
    const norms = tf.add(left!.square().sum(1, true), right!.square().sum(1)); // [a, 1] + [b] -> [a, b]
    return norms
      .sub(tf.matMul(left!, right!, false, true).mul(2))
      .relu()
      .dataSync<"float32">();
  });
}
