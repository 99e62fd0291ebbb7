import type { Radiograph } from "../data/types.js";
import { counted } from "./classNames.js";
import { countBars } from "./countBars.js";
import type { Figure } from "./figure.js";

/** Images of each class in each split; before a split all are "unsplit". */
export function classCounts(
  radiographs: readonly Pick<Radiograph, "label" | "split" | "group">[],
  classes: readonly string[],
): Figure {
  const items = radiographs.map(({ label, split }) => ({ category: split ?? "unsplit", label }));
  const splitsOf = new Map<string, Set<string>>();
  for (const { group, split = "unsplit" } of radiographs) {
    splitsOf.set(group, (splitsOf.get(group) ?? new Set()).add(split));
  }
  const divided = [...splitsOf.values()].filter((splits) => splits.size > 1).length;
  return countBars(items, {
    title: "Images per split and class",
    subtitle: `${counted(radiographs.length, "image")} of ${counted(splitsOf.size, "group")}; groups in more than one split: ${divided}`,
    classes,
    categoryTitle: "split",
    things: "images",
    categoryOrder: ["train", "validation", "test"],
  });
}
