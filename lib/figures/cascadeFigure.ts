import type { RandomizedCascade } from "../explain/randomizedCascade.js";
import type { Figure } from "./figure.js";
import { rounded, withInterval } from "./numbers.js";
import { axis, colors, layoutOf, translucent } from "./theme.js";

/** How alike maps stay while layers forget, from the logit down, beside how alike maps of different groups are anyway. */
export function cascadeFigure({ stages, otherImages }: RandomizedCascade): Figure {
  const draws = stages.flatMap(({ layer, correlations }) =>
    correlations.filter((value) => !Number.isNaN(value)).map((value) => ({ layer, value })),
  );
  const lows = stages.map(({ mean }) => mean.low).filter((low) => !Number.isNaN(low));
  const lowest = Math.min(-0.1, ...lows.map((low) => low - 0.05), ...draws.map(({ value }) => value - 0.05));
  const shown = (value: number): number | null => (Number.isNaN(value) ? null : rounded(value));
  const whole = stages.at(-1);
  return {
    data: [
      {
        type: "scatter",
        mode: "lines+markers",
        name: "mean, interval over groups",
        x: stages.map(({ layer }) => layer),
        y: stages.map(({ mean }) => shown(mean.value)),
        error_y: {
          type: "data",
          symmetric: false,
          array: stages.map(({ mean }) => shown(mean.high - mean.value)),
          arrayminus: stages.map(({ mean }) => shown(mean.value - mean.low)),
        },
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
        subtitle:
          `rank correlation with trained maps; band: between groups, ${withInterval(otherImages)}` +
          (whole ? `; last point less that: ${withInterval(whole.aboveOtherImages)}` : ""),
      },
      {
        xaxis: axis("layers set back to untrained weights, up to and including", { type: "category" }),
        yaxis: axis("Spearman correlation", { range: [lowest, 1.02] }),
        shapes: Number.isNaN(otherImages.low)
          ? []
          : [
              {
                type: "rect",
                xref: "paper",
                x0: 0,
                x1: 1,
                y0: otherImages.low,
                y1: otherImages.high,
                fillcolor: translucent(colors.muted, 0.2),
                line: { color: colors.muted, width: 0 },
              },
            ],
      },
    ),
  };
}
