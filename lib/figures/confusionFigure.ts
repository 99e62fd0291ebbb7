import type { Confusion } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { percent, rounded } from "./numbers.js";
import { colors, axis, layoutOf } from "./theme.js";

/** Truth by rows, calls by columns: counts, and each count as a share of its row. */
export function confusionFigure(confusion: Confusion, title = "Confusion matrix"): Figure {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const counts = [
    [trueNegatives, falsePositives],
    [falseNegatives, truePositives],
  ];
  const cellNames = [
    ["left alone", "false alarms"],
    ["missed", "found"],
  ];
  const names = ["not fractured", "fractured"];
  const shares = counts.map((row) => row.map((count) => count / (row[0]! + row[1]!)));
  const cells = counts.flatMap((row, r) =>
    row.map((count, c) => {
      const share = shares[r]![c]!;
      return {
        x: names[c]!,
        y: names[r]!,
        text: `<b>${count.toLocaleString("en-US")}</b><br>${cellNames[r]![c]!}<br>${percent(share)} of row`,
        showarrow: false,
        font: { size: 15, color: share > 0.55 ? "#FFFFFF" : colors.ink },
      };
    }),
  );
  const total = truePositives + falsePositives + trueNegatives + falseNegatives;
  return {
    data: [
      {
        type: "heatmap",
        x: names,
        y: names,
        z: shares.map((row) => row.map((share) => (Number.isNaN(share) ? null : rounded(share)))),
        zmin: 0,
        zmax: 1,
        colorscale: [
          [0, "#F7FBFF"],
          [1, "#08519C"],
        ],
        showscale: false,
        xgap: 3,
        ygap: 3,
        hovertemplate: "truth: %{y}<br>called: %{x}<br>share of row: %{z:.3f}<extra></extra>",
      },
    ],
    layout: layoutOf(
      {
        title,
        subtitle: `${total.toLocaleString("en-US")} images; colour: share of the row`,
        widthPixels: 520,
        heightPixels: 420,
      },
      {
        showlegend: false,
        xaxis: axis("called", { showgrid: false, ticks: "" }),
        yaxis: axis("truth", { showgrid: false, ticks: "", autorange: "reversed", tickangle: -90 }),
        annotations: cells,
      },
    ),
  };
}
