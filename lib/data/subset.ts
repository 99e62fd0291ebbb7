import type { Dataset, Radiograph } from "./types.js";

/**
 * The images of these radiographs, in their order.
 * @throws RangeError when one is not in the data set
 */
export function subset(dataset: Dataset, radiographs: readonly Radiograph[]): Dataset {
  const area = dataset.imageSize ** 2;
  const rowByPath = new Map(dataset.radiographs.map((radiograph, row) => [radiograph.path, row]));
  const pixels = new Uint8Array(radiographs.length * area);
  const labels = new Uint8Array(radiographs.length);
  radiographs.forEach((radiograph, i) => {
    const row = rowByPath.get(radiograph.path);
    if (row === undefined) throw new RangeError(`Expected radiographs of this data set. Received: ${radiograph.path}`);
    pixels.set(dataset.pixels.subarray(row * area, (row + 1) * area), i * area);
    labels[i] = dataset.labels[row]!;
  });
  return { imageSize: dataset.imageSize, pixels, labels, radiographs };
}
