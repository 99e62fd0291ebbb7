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
}

/** What each model is said to do and what it does, at its own threshold: three rows a model. */
export function claimsTable(claims: readonly Claim[]): Figure {
  const rows = claims.flatMap(({ name, claimed, elsewhere }): Row[] => [
    { model: name, ...claimed, judged: "claimed, over images", metrics: claimed.byImage },
    { model: "", ...claimed, judged: "claimed, over groups", metrics: claimed.byGroup },
    { model: "", ...elsewhere, judged: "on new patients", metrics: elsewhere.byGroup },
  ]);
  const estimates = (header: string, of: (metrics: Summary) => Estimate): TableColumn => ({
    header,
    cells: rows.map(({ metrics }) => withInterval(of(metrics), 2)),
    align: "right",
    width: 1.15,
  });
  return tableFigure(
    [
      { header: "model", cells: rows.map(({ model }) => model), width: 1.75 },
      { header: "judged", cells: rows.map(({ judged }) => judged), width: 1.15 },
      { header: "images", cells: rows.map(({ images }) => String(images)), align: "right", width: 0.5 },
      { header: "groups", cells: rows.map(({ groups }) => String(groups)), align: "right", width: 0.5 },
      estimates("AUC", ({ auc }) => auc),
      estimates("sensitivity", ({ sensitivity }) => sensitivity),
      estimates("specificity", ({ specificity }) => specificity),
    ],
    {
      title: "Claims held against new patients",
      subtitle: "Intervals resample images, as if each were a patient of its own, or groups",
      widthPixels: 980,
    },
  );
}
