import type { Dataset } from "../data/types.js";
import type { ConfidentLearning } from "../metrics/index.js";
import { counted, displayName, fractureClasses } from "./classNames.js";
import type { Figure } from "./figure.js";
import { galleryImage, type GalleryOptions } from "./galleryImage.js";
import { decimal } from "./numbers.js";
import { radiographGrid } from "./radiographGrid.js";

/**
 * Labels to look at again, the most doubtful first.
 * @param dataset what was judged, in the order of its probabilities
 * @param most pictures shown
 */
export async function labelDoubtSheet(
  dataset: Dataset,
  { candidates }: Pick<ConfidentLearning, "candidates">,
  { most = 12, ...gallery }: { most?: number } & GalleryOptions = {},
): Promise<Figure> {
  const cells = candidates.slice(0, most).map(({ image, given, margin }) => {
    const { fractured, notFractured } = fractureClasses;
    const probOfFractured = (1 + (given === 1 ? margin : -margin)) / 2;
    return galleryImage(
      dataset,
      image,
      `${displayName(given === 1 ? fractured : notFractured)}?\np = ${decimal(probOfFractured, 2)}`,
      gallery,
    );
  });
  return radiographGrid(await Promise.all(cells), {
    ...gallery,
    columns: Math.min(most, 6),
    title: "Labels to look at again",
    subtitle: `${counted(candidates.length, "candidate")} of ${counted(dataset.labels.length, "image")}, the most doubtful first; p: probability of fractured`,
    emptyNote: "The model contradicts no label confidently.",
  });
}
