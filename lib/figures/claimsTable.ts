import type { Claim, Estimate, Summary } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { withInterval } from "./numbers.js";
import { tableFigure, type TableColumn } from "./tableFigure.js";

interface Row {
  model: string;
  images: number;
  groups: number;
  judged: string;
  metrics: Summary;
  excess?: Estimate;
}

/** What each model is said to do and what it does, at its own threshold: three rows a model. */
export function claimsTable(claims: readonly Claim[]): Figure {
  const rows = claims.flatMap(({ name, claimed, elsewhere, excess }): Row[] => [
    { model: name, ...claimed, judged: "claimed, images", metrics: claimed.byImage },
    { model: "", ...claimed, judged: "claimed, groups", metrics: claimed.byGroup },
    { model: "", ...elsewhere, judged: "on new patients", metrics: elsewhere.byGroup, excess },
  ]);
  const estimates = (header: string, of: (row: Row) => Estimate | undefined): TableColumn => ({
    header,
    cells: rows.map(of).map((estimate) => (estimate ? withInterval(estimate, 2) : "")),
    align: "right",
    width: 0.95,
  });
  return tableFigure(
    [
      { header: "model", cells: rows.map(({ model }) => model), width: 1.85 },
      { header: "judged", cells: rows.map(({ judged }) => judged), width: 1.1 },
      { header: "images", cells: rows.map(({ images }) => String(images)), align: "right", width: 0.5 },
      { header: "groups", cells: rows.map(({ groups }) => String(groups)), align: "right", width: 0.5 },
      estimates("AUC", ({ metrics }) => metrics.auc),
      estimates("sensitivity", ({ metrics }) => metrics.sensitivity),
      estimates("specificity", ({ metrics }) => metrics.specificity),
      estimates("excess AUC", ({ excess }) => excess),
    ],
    {
      title: "Claims held against new patients",
      subtitle:
        "Intervals resample images, as if each were a patient of its own, or groups; excess: claimed less what new patients show",
      widthPixels: 970,
    },
  );
}
