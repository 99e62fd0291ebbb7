import type { ShortcutProbes } from "../explain/shortcutProbes.js";
import type { Figure } from "./figure.js";
import { withInterval } from "./numbers.js";
import { tableFigure } from "./tableFigure.js";

/** What one would expect of a network that looks at the fracture alone. */
export const probeExpectations: Record<ShortcutProbes["probes"][number]["name"], string> = {
  whole: "as it is",
  "fractures covered": "chance, unless it sees more than the fracture",
  "elsewhere covered": "what covering as such costs",
  "border alone": "chance, unless the rim betrays the class",
  "border covered": "as it is, unless it leans on the rim",
  "bone hidden": "chance, unless its outline or soft tissue tells",
  "bone alone": "as it is, unless it leans on the rest",
};

/** The AUC of unchanged weights on images that lack what matters, or what should not. */
export function shortcutTable({ n, positives, groups, probes }: ShortcutProbes): Figure {
  return tableFigure(
    [
      { header: "image", cells: probes.map(({ name }) => name), width: 0.9 },
      { header: "AUC", cells: probes.map(({ auc }) => withInterval(auc)), align: "right" },
      { header: "change", cells: probes.map(({ change }) => (change ? withInterval(change) : "–")), align: "right" },
      { header: "one would expect", cells: probes.map(({ name }) => probeExpectations[name]), width: 1.7 },
    ],
    {
      title: "What does it still see?",
      subtitle: `${n} images, ${positives} fractured, ${groups} groups; interval: bootstrap over groups`,
      widthPixels: 860,
    },
  );
}
