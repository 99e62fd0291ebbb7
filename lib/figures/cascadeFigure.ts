import type { RandomizedCascade } from "../explain/randomizedCascade.js";
import type { Figure } from "./figure.js";
import { decimal, rounded } from "./numbers.js";
import { axis, colors, layoutOf, translucent } from "./theme.js";

/** How alike maps stay while layers forget, from the logit down, beside how alike maps of different images are anyway. */
export function cascadeFigure({ stages, otherImages }: RandomizedCascade): Figure {
  const draws = stages.flatMap(({ layer, correlations }) =>
    correlations.filter((value) => !Number.isNaN(value)).map((value) => ({ layer, value })),
  );
  const lowest = Math.min(-0.1, ...draws.map(({ value }) => value - 0.05));
  const shown = (value: number): number | null => (Number.isNaN(value) ? null : rounded(value));
  return {
    data: [
      {
        type: "scatter",
        mode: "lines+markers",
        name: "mean",
        x: stages.map(({ layer }) => layer),
        y: stages.map(({ meanCorrelation }) => shown(meanCorrelation)),
        line: { color: colors.test, width: 2 },
        marker: { size: 9 },
      },
      {
        type: "scatter",
        mode: "markers",
        name: "each untrained network",
        x: draws.map(({ layer }) => layer),
        y: draws.map(({ value }) => rounded(value)),
        marker: { size: 7, color: translucent(colors.test, 0.4) },
      },
    ],
    layout: layoutOf(
      {
        title: "Do maps depend on what was learnt?",
        subtitle: `rank correlation with the trained network's maps; line: maps of different images, ${decimal(otherImages)}`,
      },
      {
        xaxis: axis("layers set back to untrained weights, up to and including", { type: "category" }),
        yaxis: axis("Spearman correlation", { range: [lowest, 1.02] }),
        shapes: Number.isNaN(otherImages)
          ? []
          : [
              {
                type: "line",
                xref: "paper",
                x0: 0,
                x1: 1,
                y0: otherImages,
                y1: otherImages,
                line: { color: colors.muted, width: 1, dash: "dash" },
              },
            ],
      },
    ),
  };
}
