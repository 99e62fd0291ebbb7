import type { AucComparison, Confidence } from "../metrics/index.js";
import { emptyFigure } from "./emptyFigure.js";
import type { Figure } from "./figure.js";
import { decimal, percent, rounded, withInterval } from "./numbers.js";
import { axis, colors, layoutOf } from "./theme.js";

export interface ComparisonFigureOptions {
  /** What all candidates are held against. */
  baselineName: string;
  confidence?: Confidence;
}

/** The gain in AUC of each candidate over one baseline on the same images, with its interval; the line is no gain. */
export function comparisonFigure(
  comparisons: readonly { name: string; comparison: AucComparison }[],
  { baselineName, confidence = 0.95 }: ComparisonFigureOptions,
): Figure {
  const title = `Gain in AUC over ${baselineName}`;
  if (comparisons.length === 0) return emptyFigure({ title }, "Nothing to compare.");
  const rows = comparisons.map(({ name, comparison }) => ({ name, ...comparison }));
  const farthest = Math.max(
    0.01, // two like models are not blown up to fill the figure
    ...rows.flatMap(({ difference: { value, low, high } }) => [value, low, high].filter(Number.isFinite).map(Math.abs)),
  );
  const reach = (from: number, to: number): number => (Number.isFinite(to - from) ? rounded(to - from) : 0);
  return {
    data: [
      {
        type: "scatter",
        mode: "markers",
        x: rows.map(({ difference }) => rounded(difference.value)),
        y: rows.map(({ name }) => name),
        error_x: {
          type: "data",
          symmetric: false,
          array: rows.map(({ difference }) => reach(difference.value, difference.high)),
          arrayminus: rows.map(({ difference }) => reach(difference.low, difference.value)),
          color: colors.test,
          thickness: 1.5,
          width: 5,
        },
        marker: { color: colors.test, size: 10 },
        hovertext: rows.map(
          ({ name, baseline, candidate, correlation }) =>
            `${name}: AUC ${decimal(candidate)}, ${baselineName} ${decimal(baseline)}<br>correlation ${decimal(correlation, 2)}`,
        ),
        hoverinfo: "text",
      },
    ],
    layout: layoutOf(
      {
        title,
        subtitle: `${baselineName}: AUC ${decimal(rows[0]!.baseline)}; DeLong ${percent(confidence, 0)} interval over groups`,
        heightPixels: 150 + 46 * Math.max(2, rows.length),
      },
      {
        margin: { l: 150, r: 230, t: 76, b: 56 },
        showlegend: false,
        xaxis: axis("difference in AUC", { range: [-1.1 * farthest, 1.1 * farthest] }),
        yaxis: axis("", { type: "category", autorange: "reversed", showgrid: false }),
        shapes: [
          {
            type: "line",
            x0: 0,
            x1: 0,
            yref: "paper",
            y0: 0,
            y1: 1,
            line: { color: colors.muted, width: 1, dash: "dash" },
          },
        ],
        annotations: rows.map(({ name, difference, pValue }) => ({
          text: `${withInterval(difference)}, ${pText(pValue)}`,
          xref: "paper",
          x: 1.01,
          y: name,
          xanchor: "left",
          showarrow: false,
          font: { size: 12 },
        })),
      },
    ),
  };
}

function pText(pValue: number): string {
  return pValue < 0.001 ? "p < 0.001" : `p = ${decimal(pValue)}`;
}
