import type { Localization } from "../explain/localize.js";
import type { LocalizationName } from "../metrics/index.js";
import { emptyFigure } from "./emptyFigure.js";
import type { Figure } from "./figure.js";
import { percent, withInterval } from "./numbers.js";
import { tableFigure } from "./tableFigure.js";

/** How often, and with how much of its heat, each method points into the known fractures; baselines know nothing of them. */
export function localizationTable(
  { n, groups, regionArea, methods }: Localization,
  { regions = "boxes" }: { regions?: string } = {},
): Figure {
  const title = `Does the heat lie on the fracture? (${regions})`;
  if (n === 0) return emptyFigure({ title }, `This set knows no ${regions} of fractures.`);
  const column = (name: LocalizationName): string[] => methods.map(({ means }) => withInterval(means[name]));
  return tableFigure(
    [
      { header: "map", cells: methods.map(({ method }) => method), width: 0.9 },
      { header: "hottest inside", cells: column("pointing"), align: "right" },
      { header: "heat inside", cells: column("energy"), align: "right" },
      { header: "overlap (IoU)", cells: column("iou"), align: "right" },
      {
        header: "pointing over centre",
        cells: methods.map(({ aboveReference }) => (aboveReference ? withInterval(aboveReference.pointing) : "–")),
        align: "right",
        width: 1.2,
      },
    ],
    {
      title,
      subtitle: `${n} fractured images, ${groups} groups; ${regions} take ${percent(regionArea, 1)} of an image; interval: bootstrap over groups`,
      widthPixels: 860,
    },
  );
}
