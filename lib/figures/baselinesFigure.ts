import type { Data } from "plotly.js";
import type { TrivialBaselines } from "../baselines/index.js";
import type { Confidence, Estimate } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { percent, rounded, withInterval } from "./numbers.js";
import { axis, colors, layoutOf } from "./theme.js";

/** An AUC over all images and, where the set has regions, the mean of those within each. */
export interface JudgedModel {
  name: string;
  auc: Estimate;
  withinRegion?: Estimate | undefined;
}

/** A model above what can be had without looking for a fracture, on one axis; the line is a coin's toss. */
export function baselinesFigure(
  model: JudgedModel,
  { baselines, leftOut }: TrivialBaselines,
  { confidence = 0.95 }: { confidence?: Confidence } = {},
): Figure {
  const rows: JudgedModel[] = [
    model,
    ...baselines.map(({ name, ...rest }) => ({ ...rest, name: name === "all of these" ? name : `${name} alone` })),
  ];
  const shown = [
    { title: "all test images", color: colors.test, shift: -0.13, of: ({ auc }: JudgedModel) => auc },
    {
      title: "within regions, mean",
      color: colors.validation,
      shift: 0.13,
      of: ({ withinRegion }: JudgedModel) => withinRegion,
    },
  ];
  const data = shown.flatMap(({ title, color, shift, of }): Data[] => {
    const points = rows.flatMap((row, k) => {
      const estimate = of(row);
      return estimate ? [{ y: k + shift, estimate, hover: `${row.name}, ${title}: ${withInterval(estimate)}` }] : [];
    });
    return points.length === 0 ? [] : [marks(title, color, points)];
  });
  const lowest = Math.min(0.5, ...rows.flatMap((row) => shown.map(({ of }) => finiteOr(of(row)?.low, 0.5))));
  const missing = leftOut.map(({ name, reason }) => `; without ${name}: ${reason}`).join("");
  return {
    data,
    layout: layoutOf(
      {
        title: "AUC beside trivial baselines",
        subtitle: `${percent(confidence, 0)} interval over groups; line: a coin's toss${missing}`,
        heightPixels: 170 + 46 * rows.length,
      },
      {
        margin: { l: 150, r: 170, t: 96, b: 56 },
        xaxis: axis("AUC", { range: [Math.max(0, Math.floor(lowest * 20 - 1) / 20), 1.01] }),
        yaxis: axis("", {
          range: [rows.length - 0.5, -0.5],
          tickvals: rows.map((_, k) => k),
          ticktext: rows.map(({ name }) => name),
          showgrid: false,
        }),
        legend: { yref: "paper", y: 1.01, yanchor: "bottom" },
        shapes: [
          {
            type: "line",
            x0: 0.5,
            x1: 0.5,
            yref: "paper",
            y0: 0,
            y1: 1,
            line: { color: colors.muted, width: 1, dash: "dash" },
          },
        ],
        annotations: rows.map((row, k) => ({
          text: shown
            .flatMap(({ of }) => of(row) ?? [])
            .map((estimate) => withInterval(estimate))
            .join("<br>"),
          xref: "paper",
          x: 1.01,
          y: k,
          xanchor: "left",
          align: "left",
          showarrow: false,
          font: { size: 12 },
        })),
      },
    ),
  };
}

function marks(title: string, color: string, points: { y: number; estimate: Estimate; hover: string }[]): Data {
  const reach = (from: number, to: number): number => finiteOr(rounded(to - from), 0);
  return {
    type: "scatter",
    mode: "markers",
    name: title,
    x: points.map(({ estimate }) => rounded(estimate.value)),
    y: points.map(({ y }) => y),
    error_x: {
      type: "data",
      symmetric: false,
      array: points.map(({ estimate: { value, high } }) => reach(value, high)),
      arrayminus: points.map(({ estimate: { value, low } }) => reach(low, value)),
      color,
      thickness: 1.5,
      width: 4,
    },
    marker: { color, size: 9 },
    hovertext: points.map(({ hover }) => hover),
    hoverinfo: "text",
  };
}

function finiteOr(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}
