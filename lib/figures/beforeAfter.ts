import type { Figure } from "./figure.js";
import type { GridImage } from "./greyImage.js";
import { radiographGrid } from "./radiographGrid.js";

/** Originals in the upper row, what the network sees of them below. @throws RangeError as radiographGrid does */
export function beforeAfter(pairs: readonly { before: GridImage; after: GridImage }[]): Promise<Figure> {
  return radiographGrid([...pairs.map(({ before }) => before), ...pairs.map(({ after }) => after)], {
    title: "Before and after standardising",
    subtitle: "Above: the file as it came; below: the network's input",
    columns: Math.max(1, pairs.length),
  });
}
