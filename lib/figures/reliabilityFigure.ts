import type { Confidence, ReliabilityBin } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { percent } from "./numbers.js";
import { perfectTrace, reliabilityTrace } from "./reliabilityTraces.js";
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
      perfectTrace,
      reliabilityTrace("before calibration", before, { color: colors.muted, symbol: "circle-open" }),
      reliabilityTrace("after", after, { color: colors.test, symbol: "circle" }),
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
