import type { Dataset, Radiograph } from "./types.js";

/**
 * The images of these radiographs, in their order; no pixel is copied.
 * @throws RangeError when one is not in the data set
 */
export function subset(dataset: Dataset, radiographs: readonly Radiograph[]): Dataset {
  const numberByPath = new Map(dataset.radiographs.map(({ path }, i) => [path, i]));
  const rows = new Uint32Array(radiographs.length);
  const labels = new Uint8Array(radiographs.length);
  radiographs.forEach(({ path }, i) => {
    const number = numberByPath.get(path);
    if (number === undefined) throw new RangeError(`Expected radiographs of this data set. Received: ${path}`);
    rows[i] = dataset.rows[number]!;
    labels[i] = dataset.labels[number]!;
  });
  return { imageSize: dataset.imageSize, store: dataset.store, rows, labels, radiographs };
}
