import type { Figure } from "./figure.js";
import type { GridImage } from "./greyImage.js";
import { radiographGrid } from "./radiographGrid.js";

/** One row a radiograph: itself, then random variants of it as training sees them. @throws RangeError as radiographGrid does */
export function augmentationSheet(
  rows: readonly { original: GridImage; variants: readonly GridImage[] }[],
): Promise<Figure> {
  const columns = Math.max(1, ...rows.map(({ variants }) => 1 + variants.length));
  const cells = rows.flatMap(({ original, variants }) => [
    original,
    ...Array.from({ length: columns - 1 }, (_, k) => variants[k]),
  ]);
  return radiographGrid(cells, {
    title: "Augmentation",
    subtitle: "Left: the image; right of it: random variants, as training draws them",
    columns,
  });
}
