import type { Radiograph } from "../data/types.js";
import { displayName, fractureClasses } from "./classNames.js";
import { orderedCategories } from "./countBars.js";
import type { Figure } from "./figure.js";
import { percent } from "./numbers.js";
import { tableFigure } from "./tableFigure.js";

/** Images, groups and classes of every split, and of all together. */
export function splitTable(
  radiographs: readonly Pick<Radiograph, "label" | "split" | "group">[],
  classes: readonly string[],
): Figure {
  const items = radiographs.map(({ label, split, group }) => ({ category: split ?? "unsplit", label, group }));
  const splits = orderedCategories(items, ["train", "validation", "test"]);
  const rows = [
    ...splits.map((split) => ({ name: split, items: items.filter(({ category }) => category === split) })),
    { name: "all", items },
  ];
  const column = (header: string, cell: (part: typeof items) => string) => ({
    header,
    cells: rows.map((row) => cell(row.items)),
    align: "right" as const,
  });
  const count = (part: typeof items, label: string): number => part.filter((item) => item.label === label).length;
  return tableFigure(
    [
      { header: "split", cells: rows.map(({ name }) => name) },
      column("images", (part) => part.length.toLocaleString("en-US")),
      column("groups", (part) => new Set(part.map(({ group }) => group)).size.toLocaleString("en-US")),
      ...classes.map((label) => column(displayName(label), (part) => count(part, label).toLocaleString("en-US"))),
      ...(classes.includes(fractureClasses.fractured)
        ? [column("share fractured", (part) => percent(count(part, fractureClasses.fractured) / part.length))]
        : []),
    ],
    { title: "Splits" },
  );
}
