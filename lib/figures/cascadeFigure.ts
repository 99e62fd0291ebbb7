import type { RandomizedCascade } from "../explain/randomizedCascade.js";
import type { Figure } from "./figure.js";
import { decimal, rounded } from "./numbers.js";
import { axis, colors, layoutOf } from "./theme.js";

/** How alike maps stay while layers forget, from the logit down, beside how alike maps of different images are anyway. */
export function cascadeFigure({ stages, otherImages }: RandomizedCascade): Figure {
  const correlations = stages.map(({ meanCorrelation }) => meanCorrelation);
  const floor = otherImages.meanCorrelation;
  return {
    data: [
      {
        type: "scatter",
        mode: "lines+markers",
        name: "same image",
        x: stages.map(({ layer }) => layer),
        y: correlations.map((value) => (Number.isNaN(value) ? null : rounded(value))),
        line: { color: colors.test, width: 2 },
        marker: { size: 9 },
        hovertext: stages.map(
          ({ layer, meanCorrelation, flat }) =>
            `${layer}: ${decimal(meanCorrelation)}<br>${flat} images with a flat map`,
        ),
        hoverinfo: "text",
      },
    ],
    layout: layoutOf(
      {
        title: "Do maps depend on what was learnt?",
        subtitle: `rank correlation with the trained network's maps; line: maps of different images, ${decimal(floor)}`,
      },
      {
        showlegend: false,
        xaxis: axis("layers set back to untrained weights, up to and including", { type: "category" }),
        yaxis: axis("mean Spearman correlation", {
          range: [Math.min(-0.1, ...correlations.filter(Number.isFinite)), 1.02],
        }),
        shapes: Number.isNaN(floor)
          ? []
          : [
              {
                type: "line",
                xref: "paper",
                x0: 0,
                x1: 1,
                y0: floor,
                y1: floor,
                line: { color: colors.muted, width: 1, dash: "dash" },
              },
            ],
      },
    ),
  };
}
