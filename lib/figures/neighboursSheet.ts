import type { Dataset } from "../data/types.js";
import type { Neighbour } from "../explain/neighbours.js";
import { displayName, fractureClasses } from "./classNames.js";
import type { Figure } from "./figure.js";
import { galleryImage, type GalleryOptions } from "./galleryImage.js";
import type { GridImage } from "./greyImage.js";
import { decimal } from "./numbers.js";
import { radiographGrid } from "./radiographGrid.js";

/**
 * A row an image asked about: the image, then its neighbours with their labels and similarities, the likest first. A
 * neighbour of the same group says so: between two splits that is a leak.
 * @param rows image numbers of `asked`, each with its neighbours in `searched`, as neighbours() returns them
 */
export async function neighboursSheet(
  asked: Dataset,
  searched: Dataset,
  rows: readonly { image: number; neighbours: readonly Neighbour[] }[],
  gallery: GalleryOptions = {},
): Promise<Figure> {
  const most = Math.max(0, ...rows.map(({ neighbours }) => neighbours.length));
  const cells = rows.flatMap(({ image, neighbours }): Promise<GridImage | undefined>[] => [
    galleryImage(asked, image, `asked about:\n${labelOf(asked, image)}`, gallery),
    ...Array.from({ length: most }, async (_, k) => {
      const neighbour = neighbours[k];
      if (neighbour === undefined) return undefined;
      const { row, similarity, sameGroup } = neighbour;
      const group = sameGroup ? ", SAME GROUP" : "";
      return galleryImage(searched, row, `${decimal(similarity)}${group}\n${labelOf(searched, row)}`, gallery);
    }),
  ]);
  return radiographGrid(await Promise.all(cells), {
    ...gallery,
    title: "What the network finds alike",
    subtitle: "left: asked about; then by cosine, the likest first; boxes: known fractures",
    columns: most + 1,
    emptyNote: "No image was asked about.",
  });
}

function labelOf({ labels }: Dataset, i: number): string {
  return displayName(labels[i] === 1 ? fractureClasses.fractured : fractureClasses.notFractured);
}
