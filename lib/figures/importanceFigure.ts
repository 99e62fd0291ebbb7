import type { Importance } from "../sweep/importance.js";
import { emptyFigure } from "./emptyFigure.js";
import type { Figure } from "./figure.js";
import { rounded } from "./numbers.js";
import { axis, colors, layoutOf } from "./theme.js";

/** What share of a sweep's differences each setting explains by itself. */
export function importanceFigure(importances: readonly Importance[]): Figure {
  const title = "Which settings matter";
  const known = importances.filter(({ share }) => !Number.isNaN(share));
  if (known.length === 0) return emptyFigure({ title }, "Too few trials to tell.");
  return {
    data: [
      {
        type: "bar",
        orientation: "h",
        x: known.map(({ share }) => rounded(share)),
        y: known.map(({ setting }) => setting),
        marker: { color: colors.test },
      },
    ],
    layout: layoutOf(
      {
        title,
        subtitle: "omega squared of each setting alone; interactions are in none",
        heightPixels: 140 + 40 * known.length,
      },
      {
        margin: { l: 190, r: 30, t: 76, b: 56 },
        showlegend: false,
        xaxis: axis("share of the result's variance", { range: [0, 1] }),
        yaxis: axis("", { type: "category", autorange: "reversed", showgrid: false }),
      },
    ),
  };
}
