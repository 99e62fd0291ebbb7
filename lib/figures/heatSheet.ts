import type { Dataset } from "../data/types.js";
import type { Figure } from "./figure.js";
import { datasetImage, type GridImage } from "./greyImage.js";
import { decimal } from "./numbers.js";
import { radiographGrid, type RadiographGridOptions } from "./radiographGrid.js";

/** One row of a sheet. */
export interface HeatRow {
  /** "found", "missed", "false alarm": written under each picture. */
  kind: string;
  /** Image numbers. */
  images: readonly number[];
}

/**
 * Heat over radiographs, a row a kind; kinds without an image have none.
 * @param maps [n, imageSize, imageSize] in [0, 1], as explainers return them
 * @param probs of "fractured", in the data set's order
 * @throws RangeError when there is not one map and one probability an image
 */
export function heatSheet(
  dataset: Dataset,
  maps: Float32Array,
  probs: ArrayLike<number>,
  rows: readonly HeatRow[],
  { method, columns, ...options }: Omit<RadiographGridOptions, "title"> & { method: string; columns: number },
): Promise<Figure> {
  const count = dataset.labels.length;
  const area = dataset.imageSize ** 2;
  if (probs.length !== count || maps.length !== count * area) {
    throw new RangeError(
      `Expected one map and one probability an image. Received: ${maps.length / area} and ${probs.length} for ${count} images`,
    );
  }
  const pictureOf = (kind: string, i: number): GridImage => ({
    ...datasetImage(dataset, i, `${kind}, p = ${decimal(probs[i]!, 2)}`),
    heat: maps.subarray(i * area, (i + 1) * area),
  });
  const cells = rows
    .filter(({ images }) => images.length > 0)
    .flatMap(({ kind, images }) =>
      Array.from({ length: columns }, (_, k) => (k < images.length ? pictureOf(kind, images[k]!) : undefined)),
    );
  return radiographGrid(cells, {
    ...options,
    title: `Where ${method} says the fracture is`,
    columns,
    emptyNote: "No fracture and no alarm.",
  });
}
