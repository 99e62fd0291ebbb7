import type { Data } from "plotly.js";
import type { Estimate } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { rounded, withInterval } from "./numbers.js";
import { axis, colors, layoutOf } from "./theme.js";

/** One kind of estimate that rows may have. */
export interface EstimateSeries<Row> {
  title: string;
  color: string;
  /** Of Plotly; a disc when left out. */
  symbol?: "circle" | "circle-open" | "diamond";
  /** What is NaN is not drawn. */
  of: (row: Row) => Estimate | undefined;
}

/**
 * AUCs with their intervals, one row a model and several kinds of estimate in each, the numbers beside them; the line is a
 * coin's toss.
 */
export function estimateRows<Row extends { name: string }>(
  rows: readonly Row[],
  kinds: readonly EstimateSeries<Row>[],
  frame: { title: string; subtitle: string },
): Figure {
  const series = kinds.map((kind) => ({ ...kind, of: (row: Row) => ifDefined(kind.of(row)) }));
  const lowest = Math.min(0.5, ...rows.flatMap((row) => series.map(({ of }) => finiteOr(of(row)?.low, 0.5))));
  const shiftOf = (s: number): number => rounded(0.26 * (s - (series.length - 1) / 2));
  return {
    data: series.flatMap((kind, s): Data[] => {
      const points = rows.flatMap((row, k) => {
        const estimate = kind.of(row);
        const hover = `${row.name}, ${kind.title}: `;
        return estimate ? [{ y: k + shiftOf(s), estimate, hover: hover + withInterval(estimate) }] : [];
      });
      return points.length === 0 ? [] : [marks(kind, points)];
    }),
    layout: layoutOf(
      { ...frame, heightPixels: 170 + 23 * series.length * rows.length },
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
          text: series
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

function marks<Row>(
  { title, color, symbol = "circle" }: EstimateSeries<Row>,
  points: { y: number; estimate: Estimate; hover: string }[],
): Data {
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
    marker: { color, size: 9, symbol },
    hovertext: points.map(({ hover }) => hover),
    hoverinfo: "text",
  };
}

function ifDefined(estimate: Estimate | undefined): Estimate | undefined {
  return Number.isNaN(estimate?.value) ? undefined : estimate;
}

function finiteOr(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}
