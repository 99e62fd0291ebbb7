import type { Data } from "plotly.js";
import { colors } from "./theme.js";
import { decimal, rounded } from "./numbers.js";

/** A marker where the chosen threshold puts the model on a curve. */
export function operatingPoint(x: number, y: number, thresholdProb: number, hover: string): Data {
  return {
    type: "scatter",
    mode: "markers",
    name: `threshold ${decimal(thresholdProb)}`,
    x: [rounded(x)],
    y: [rounded(y)],
    marker: { color: colors.ink, size: 11, symbol: "diamond", line: { color: "#FFFFFF", width: 1 } },
    hovertext: [hover],
    hoverinfo: "text",
  };
}

/** A vertical dotted line at the chosen threshold, over the whole height. */
export function thresholdLine(thresholdProb: number) {
  return {
    type: "line",
    x0: thresholdProb,
    x1: thresholdProb,
    yref: "paper",
    y0: 0,
    y1: 1,
    line: { color: colors.ink, width: 1.5, dash: "dot" },
  } as const;
}
