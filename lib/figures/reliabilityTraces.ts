import type { Data } from "plotly.js";
import type { ReliabilityBin } from "../metrics/index.js";
import { decimal, rounded } from "./numbers.js";
import { colors } from "./theme.js";

/** Where probabilities mean what they say. */
export const perfectTrace: Data = {
  type: "scatter",
  mode: "lines",
  name: "perfect",
  x: [0, 1],
  y: [0, 1],
  line: { color: colors.muted, dash: "dash", width: 1 },
  hoverinfo: "skip",
};

/** Observed shares of fractures with their intervals, over the mean probabilities of the bins. */
export function reliabilityTrace(
  name: string,
  bins: readonly ReliabilityBin[],
  { color, symbol }: { color: string; symbol?: "circle" | "circle-open" },
): Data {
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: bins.map(({ meanProb }) => rounded(meanProb)),
    y: bins.map(({ observedShare }) => rounded(observedShare)),
    error_y: {
      type: "data",
      symmetric: false,
      array: bins.map(({ high, observedShare }) => rounded(high - observedShare)),
      arrayminus: bins.map(({ low, observedShare }) => rounded(observedShare - low)),
      color,
      thickness: 1.5,
      width: 4,
    },
    line: { color, width: 1.5 },
    marker: { color, size: 8, ...(symbol && { symbol }) },
    hovertext: bins.map(
      ({ n, positives, meanProb, observedShare }) =>
        `mean probability ${decimal(meanProb)}<br>observed ${decimal(observedShare)} (${positives} of ${n})`,
    ),
    hoverinfo: "text",
  };
}
