import type { Dataset } from "./types.js";

/**
 * Where images of a data set begin in its store.
 * @param rows image numbers in the data set, in any order, also more than once
 * @returns [rows], in bytes
 * @throws RangeError when there is no such image
 */
export function imagePlaces({ imageSize, store, rows: places }: Dataset, rows: ArrayLike<number>): Float64Array {
  const firstByte = "bytes" in store ? 0 : store.startByte;
  return Float64Array.from(rows, (row) => {
    const place = places[row];
    if (place === undefined) {
      throw new RangeError(`Expected an image number below ${places.length}. Received: ${row}`);
    }
    return firstByte + place * imageSize * imageSize;
  });
}
