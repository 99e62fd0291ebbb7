import type { Rejected } from "../data/types.js";
import { counted } from "./classNames.js";
import { countBars } from "./countBars.js";
import { emptyFigure } from "./emptyFigure.js";
import type { Figure } from "./figure.js";

/** Files that were left out, by reason and class: a filter that removes mostly one class is a leak too. */
export function rejectedByReason(rejected: readonly Rejected[], classes: readonly string[]): Figure {
  const title = "Files left out";
  if (rejected.length === 0) return emptyFigure({ title }, "Every file could be read; none was left out.");
  const items = rejected.map(({ reason, label }) => ({ category: reason, label }));
  return countBars(items, {
    title,
    subtitle: `${counted(rejected.length, "file")}, by reason`,
    classes,
    categoryTitle: "reason",
    things: "files",
  });
}
