import type { Dataset } from "../data/types.js";
import { datasetImage, type GridImage } from "./greyImage.js";
import { originalImage } from "./originalImage.js";

/** How the pictures of a gallery are drawn. */
export interface GalleryOptions {
  /**
   * The manifest's root: pictures are then of the files, at what `cellPixels` can show, for eyes to judge. Left out, they are
   * what the network saw.
   */
  root?: string;
  /** Side of a picture's cell. */
  cellPixels?: number;
}

/** A gallery's picture of the i-th image of a data set, with its fracture boxes. */
export async function galleryImage(
  dataset: Dataset,
  i: number,
  caption: string,
  { root, cellPixels = dataset.imageSize }: GalleryOptions,
): Promise<GridImage> {
  const radiograph = dataset.radiographs[i];
  if (root === undefined || radiograph === undefined) return datasetImage(dataset, i, caption);
  const { widthPixels, heightPixels } = radiograph;
  return originalImage(root, radiograph, { sidePixels: cellPixels, maxPixels: widthPixels * heightPixels, caption });
}
