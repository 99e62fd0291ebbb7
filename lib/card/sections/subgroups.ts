import type { Evidence } from "../../experiment/evidence.js";
import { counted, displayName } from "../../figures/classNames.js";
import { heading, paragraph, warning, type Block, type Cell } from "../document.js";

/** The headline AUC where region cannot help: within each, and over all of them alike. */
export function withinRegion({ withinRegion: within, metrics, folds }: Evidence): Block[] {
  const title = heading("Within body regions");
  if (within === null) return [title, paragraph("Unknown: the set names no regions.")];
  const counting = folds ? "held-out verdict" : "image"; // repeats hold an image out more than once
  const rows: Cell[][] = [
    ...within.strata.map(({ stratum, n, positives, groups, auc }): Cell[] => [
      { text: displayName(stratum), detail: counts(n, positives, groups, counting) },
      { estimate: auc, bar: true },
    ]),
    ["mean over regions", { estimate: within.macroAverage, bar: true }],
    ["pairs within a region", { estimate: within.pairAverage, bar: true }],
    ["all images", { estimate: metrics.test.auc, bar: true }],
  ];
  return [
    title,
    {
      kind: "table",
      caption:
        "Where regions differ in their share of fractures, the AUC over all images rewards naming the region. These do not.",
      columns: [{ header: "region" }, { header: "AUC", align: "right" }],
      rows,
    },
    ...(within.leftOut.length === 0
      ? []
      : [
          paragraph(`Without an AUC, since a class has too few images: ${within.leftOut.map(displayName).join(", ")}.`),
        ]),
  ];
}

/** Results in every subgroup that the set tells of, and which of them rest on few images. */
export function slices({ slices: all }: Evidence): Block[] {
  if (all.length === 0)
    return [heading("Subgroups"), paragraph("None: the set tells nothing by which its images differ.")];
  const count = all.reduce((sum, { slices: parts }) => sum + parts.length, 0);
  const small = all.flatMap(({ by, slices: parts }) =>
    parts.filter((part) => part.small).map(({ slice }) => `${displayName(slice)} (${by})`),
  );
  const which = small.length === count ? "in every subgroup" : `in ${small.join(", ")}`;
  return [
    heading("Subgroups"),
    ...(small.length === 0
      ? []
      : [warning(`Fewer than 20 images of a class ${which}. There read the interval, not the value.`)]),
    ...all.map(({ by, slices: parts }): Block => ({
      kind: "table",
      caption: `By ${by}`,
      columns: [
        { header: by },
        { header: "AUC", align: "right" },
        { header: "sensitivity", align: "right" },
        { header: "specificity", align: "right" },
      ],
      rows: parts.map(({ slice, n, positives, groups, small: isSmall, auc, sensitivity, specificity }): Cell[] => [
        { text: displayName(slice), detail: `${isSmall ? "few: " : ""}${counts(n, positives, groups)}` },
        { estimate: auc, bar: true },
        { estimate: sensitivity },
        { estimate: specificity },
      ]),
    })),
  ];
}

function counts(n: number, fractured: number, groups: number, counting = "image"): string {
  return `${counted(n, counting)}, ${fractured} fractured, ${counted(groups, "group")}`;
}
