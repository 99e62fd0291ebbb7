import type { Radiograph } from "../data/types.js";
import { counted } from "./classNames.js";
import { countBars } from "./countBars.js";
import type { Figure } from "./figure.js";

/** File formats (by content) of each class: a format that goes with one class is a shortcut for a network. */
export function formats(
  radiographs: readonly Pick<Radiograph, "label" | "format" | "channels">[],
  classes: readonly string[],
): Figure {
  const items = radiographs.map(({ label, format, channels }) => ({
    category: `${format}, ${counted(channels, "channel")}`,
    label,
  }));
  return countBars(items, {
    title: "File formats per class",
    subtitle: "By content, not by name",
    classes,
    categoryTitle: "format",
    things: "images",
  });
}
