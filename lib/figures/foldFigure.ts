import type { Confidence, CrossValidatedAuc } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { percent, rounded, withInterval } from "./numbers.js";
import { axis, colors, layoutOf } from "./theme.js";

/** The AUC of each held-out fold with its interval; the line and band are the mean of all, with its interval. */
export function foldFigure(
  { auc, folds }: CrossValidatedAuc,
  names: readonly string[],
  { confidence = 0.95 }: { confidence?: Confidence } = {},
): Figure {
  const lowest = Math.min(...folds.flatMap(({ low, value }) => [low, value]).filter(Number.isFinite), auc.value);
  const reach = (from: number, to: number): number => (Number.isFinite(to - from) ? rounded(to - from) : 0);
  const vertical = { yref: "paper", y0: 0, y1: 1 } as const;
  return {
    data: [
      {
        type: "scatter",
        mode: "markers",
        x: folds.map(({ value }) => rounded(value)),
        y: [...names],
        error_x: {
          type: "data",
          symmetric: false,
          array: folds.map(({ value, high }) => reach(value, high)),
          arrayminus: folds.map(({ value, low }) => reach(low, value)),
          color: colors.test,
          thickness: 1.5,
          width: 5,
        },
        marker: { color: colors.test, size: 10 },
        hovertext: folds.map((fold, i) => `${names[i] ?? ""}: AUC ${withInterval(fold)}`),
        hoverinfo: "text",
      },
    ],
    layout: layoutOf(
      {
        title: "AUC of each held-out fold",
        subtitle: `Line and band: mean of ${folds.length} folds, ${withInterval(auc)}; DeLong ${percent(confidence, 0)} intervals over groups`,
        heightPixels: 150 + 34 * Math.max(2, folds.length),
      },
      {
        margin: { l: 150, r: 170, t: 76, b: 56 },
        showlegend: false,
        xaxis: axis("AUC", { range: [Math.max(0, Math.floor(lowest * 20 - 1) / 20), 1.01] }),
        yaxis: axis("", { type: "category", autorange: "reversed", showgrid: false }),
        shapes: [
          ...(Number.isFinite(auc.low)
            ? [
                {
                  type: "rect" as const,
                  ...vertical,
                  x0: rounded(auc.low),
                  x1: rounded(auc.high),
                  fillcolor: colors.grid,
                  line: { width: 0 },
                  layer: "below" as const,
                },
              ]
            : []),
          {
            type: "line",
            ...vertical,
            x0: rounded(auc.value),
            x1: rounded(auc.value),
            line: { color: colors.muted, width: 1, dash: "dash" },
          },
        ],
        annotations: folds.map((fold, i) => ({
          text: withInterval(fold),
          xref: "paper",
          x: 1.01,
          y: names[i]!,
          xanchor: "left",
          showarrow: false,
          font: { size: 12 },
        })),
      },
    ),
  };
}
