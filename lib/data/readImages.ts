import { readSync } from "node:fs";
import { UserError } from "../userError.js";
import { imagePlaces } from "./imagePlaces.js";
import type { Dataset } from "./types.js";

/**
 * The pixels of some images of a data set, copied out of its store.
 * @param rows image numbers in the data set, in any order, also more than once
 * @returns [rows, imageSize, imageSize], 0 .. 255
 * @throws UserError when the cache file was cut short since it was opened
 */
export function readImages(dataset: Dataset, rows: ArrayLike<number>): Uint8Array {
  const { imageSize, store } = dataset;
  const area = imageSize * imageSize;
  const pixels = new Uint8Array(rows.length * area);
  imagePlaces(dataset, rows).forEach((place, i) => {
    const into = pixels.subarray(i * area, (i + 1) * area);
    if ("bytes" in store) into.set(store.bytes.subarray(place, place + area));
    else readFully(store.fd, into, place);
  });
  return pixels;
}

function readFully(fd: number, into: Uint8Array, position: number): void {
  for (let done = 0; done < into.length;) {
    const count = readSync(fd, into, done, into.length - done, position + done);
    if (count === 0) {
      throw new UserError(
        "Expected the cache of standardised images as it was opened. Received: a shorter file. Start again.",
      );
    }
    done += count;
  }
}
