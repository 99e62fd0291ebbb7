import type { Data } from "plotly.js";
import type { Confidence, ReliabilityBin } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { decimal, percent, rounded } from "./numbers.js";
import { axis, colors, layoutOf, legendInside } from "./theme.js";

export interface ReliabilityOptions {
  confidence: Confidence;
  widthPixels?: number;
}

/** Observed share of fractures against mean probability, before and after calibration, from bins that were made before. */
export function reliabilityFigure(
  { before, after }: { before: readonly ReliabilityBin[]; after: readonly ReliabilityBin[] },
  { confidence, widthPixels = 560 }: ReliabilityOptions,
): Figure {
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: "perfect",
        x: [0, 1],
        y: [0, 1],
        line: { color: colors.muted, dash: "dash", width: 1 },
        hoverinfo: "skip",
      },
      bins("before calibration", before, colors.muted, "circle-open"),
      bins("after", after, colors.test, "circle"),
    ],
    layout: layoutOf(
      {
        title: "Reliability",
        subtitle: `${percent(confidence, 0)} intervals over groups`,
        widthPixels,
        heightPixels: widthPixels,
      },
      {
        xaxis: axis("predicted probability of fractured", { range: [-0.02, 1.02] }),
        yaxis: axis("observed share fractured", { range: [-0.02, 1.02] }),
        legend: legendInside("top left"),
      },
    ),
  };
}

function bins(name: string, of: readonly ReliabilityBin[], color: string, symbol: "circle" | "circle-open"): Data {
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: of.map(({ meanProb }) => rounded(meanProb)),
    y: of.map(({ observedShare }) => rounded(observedShare)),
    error_y: {
      type: "data",
      symmetric: false,
      array: of.map(({ high, observedShare }) => rounded(high - observedShare)),
      arrayminus: of.map(({ low, observedShare }) => rounded(observedShare - low)),
      color,
      thickness: 1.5,
      width: 4,
    },
    line: { color, width: 1.5 },
    marker: { color, size: 8, symbol },
    hovertext: of.map(
      ({ n, positives, meanProb, observedShare }) =>
        `mean probability ${decimal(meanProb)}<br>observed ${decimal(observedShare)} (${positives} of ${n})`,
    ),
    hoverinfo: "text",
  };
}
