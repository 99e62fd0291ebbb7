import type { Data } from "plotly.js";
import type { Confidence, Estimate, SliceSummary } from "../metrics/index.js";
import { displayName } from "./classNames.js";
import { emptyFigure } from "./emptyFigure.js";
import type { Figure } from "./figure.js";
import { percent, rounded, withInterval } from "./numbers.js";
import { axis, colors, layoutOf } from "./theme.js";

export interface SliceFigureOptions {
  /** What the slices are of: "region", "view". */
  sliceTitle: string;
  /** The same metric over all images, drawn as a line. */
  overall: Estimate;
  metric?: "auc" | "sensitivity" | "specificity";
  confidence?: Confidence;
}

/** One metric in every slice with its interval, the largest slice on top; hollow markers rest on few images. */
export function sliceFigure(slices: readonly SliceSummary[], options: SliceFigureOptions): Figure {
  const { sliceTitle, overall, metric = "auc", confidence = 0.95 } = options;
  const name = metric === "auc" ? "AUC" : metric;
  const title = `${name} by ${sliceTitle}`;
  if (slices.length === 0) return emptyFigure({ title }, "No slices.");
  const rows = slices.map((slice) => ({
    ...slice,
    estimate: slice[metric],
    label: `${displayName(slice.slice)}<br><span style="font-size:11px">${slice.positives} of ${slice.n} fractured</span>`,
  }));
  const lowest = Math.min(...rows.map(({ estimate: { low, value } }) => finite(low, finite(value, 1))), overall.low);
  const data: Data = {
    type: "scatter",
    mode: "markers",
    x: rows.map(({ estimate }) => (Number.isNaN(estimate.value) ? null : rounded(estimate.value))),
    y: rows.map(({ label }) => label),
    error_x: {
      type: "data",
      symmetric: false,
      array: rows.map(({ estimate: { value, high } }) => finite(rounded(high - value), 0)),
      arrayminus: rows.map(({ estimate: { value, low } }) => finite(rounded(value - low), 0)),
      color: colors.test,
      thickness: 1.5,
      width: 5,
    },
    marker: {
      color: colors.test,
      size: 10,
      symbol: rows.map(({ small }) => (small ? "circle-open" : "circle")),
    },
    hovertext: rows.map(
      ({ slice, n, positives, groups, estimate }) =>
        `${displayName(slice)}: ${name} ${withInterval(estimate)}<br>${n} images, ${positives} fractured, ${groups} groups`,
    ),
    hoverinfo: "text",
  };
  return {
    data: [data],
    layout: layoutOf(
      {
        title,
        subtitle: `${percent(confidence, 0)} interval over groups; line: all images, ${withInterval(overall)}; hollow: under 20 images of a class`,
        heightPixels: 150 + 46 * Math.max(2, rows.length),
      },
      {
        margin: { l: 150, r: 170, t: 76, b: 56 },
        showlegend: false,
        xaxis: axis(name, { range: [Math.max(0, Math.floor(lowest * 20 - 1) / 20), 1.01] }),
        yaxis: axis("", { type: "category", autorange: "reversed", showgrid: false }),
        shapes: [
          {
            type: "line",
            x0: overall.value,
            x1: overall.value,
            yref: "paper",
            y0: 0,
            y1: 1,
            line: { color: colors.muted, width: 1, dash: "dash" },
          },
        ],
        annotations: rows.map(({ estimate, label, positives, n }) => ({
          text: positives === 0 || positives === n ? "one class only" : withInterval(estimate),
          xref: "paper",
          x: 1.01,
          y: label,
          xanchor: "left",
          showarrow: false,
          font: { size: 12 },
        })),
      },
    ),
  };
}

function finite(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}
