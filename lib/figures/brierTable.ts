import type { BrierDecomposition } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { decimal, percent } from "./numbers.js";
import { tableFigure } from "./tableFigure.js";

const rows: readonly [part: keyof BrierDecomposition, name: string, meaning: string][] = [
  ["uncertainty", "uncertainty", "of always saying the prevalence"],
  ["resolution", "− resolution", "won by telling images apart"],
  ["reliability", "+ reliability", "lost by probabilities that are off"],
  ["withinBins", "+ within bins", "what the bins hide"],
  ["brier", "= Brier score", "squared error of probability; 0 is best"],
];

/** Where a Brier score comes from, before and after calibration say: one column a model. */
export function brierTable(decompositions: Readonly<Record<string, BrierDecomposition>>): Figure {
  const columns = Object.entries(decompositions);
  const skill = columns.map(
    ([name, { brier, uncertainty }]) => `${name} ${uncertainty > 0 ? percent(1 - brier / uncertainty) : "undefined"}`,
  );
  return tableFigure(
    [
      { header: "part", cells: rows.map(([, name]) => name), width: 1.2 },
      ...columns.map(([header, parts]) => ({
        header,
        cells: rows.map(([part]) => decimal(parts[part], 4)),
        align: "right" as const,
      })),
      { header: "says", cells: rows.map(([, , meaning]) => meaning), width: 2.2 },
    ],
    { title: "Brier score, taken apart", subtitle: `Better than always saying the prevalence by: ${skill.join(", ")}` },
  );
}
