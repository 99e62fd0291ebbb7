import { eceIfCalibrated, reliability, type Confidence, type Estimate, type Scored } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { decimal, percent, rounded } from "./numbers.js";
import { perfectTrace, reliabilityTrace } from "./reliabilityTraces.js";
import { axis, colors, layoutOf, legendInside } from "./theme.js";

export interface CalibrationFigureOptions {
  /** From the summary of the same images. */
  brier: Estimate;
  ece: Estimate;
  /** Of the draws of perfectly calibrated labels. */
  seed: number;
  binCount?: number;
  confidence?: Confidence;
  title?: string;
}

const histogramBins = 25;

/** Observed share of fractures against mean probability in bins of equal mass, and below it how probabilities are spread. */
export function calibrationFigure(
  scored: Scored,
  { brier, ece, seed, binCount = 10, confidence = 0.95, title = "Calibration" }: CalibrationFigureOptions,
): Figure {
  const { scores } = scored;
  const byChance = eceIfCalibrated(scores, { seed, binCount, confidence });
  const bins = reliability(scored, { binCount, confidence });
  const spread = new Array<number>(histogramBins).fill(0);
  for (let i = 0; i < scores.length; i++)
    spread[Math.min(histogramBins - 1, Math.floor(scores[i]! * histogramBins))]!++;
  return {
    data: [
      perfectTrace,
      reliabilityTrace(`observed, ${percent(confidence, 0)} interval over groups`, bins, { color: colors.test }),
      {
        type: "bar",
        x: spread.map((_, k) => rounded((k + 0.5) / histogramBins)),
        y: spread,
        width: 1 / histogramBins,
        yaxis: "y2",
        marker: { color: "#BBBBBB" },
        showlegend: false,
        hovertemplate: "probability about %{x:.2f}: %{y} images<extra></extra>",
      },
    ],
    layout: layoutOf(
      {
        title,
        subtitle: `Brier score ${decimal(brier.value)}, calibration error ${decimal(ece.value)} (perfect: ${decimal(byChance.low)} to ${decimal(byChance.high)}); ${bins.length} bins`,
        widthPixels: 560,
        heightPixels: 600,
      },
      {
        bargap: 0.05,
        xaxis: axis("predicted probability of fractured", { range: [-0.01, 1.01], anchor: "y2" }),
        yaxis: axis("observed share fractured", { range: [-0.02, 1.02], domain: [0.26, 1] }),
        yaxis2: axis("images", { domain: [0, 0.18], nticks: 3 }),
        legend: legendInside("top left"),
      },
    ),
  };
}
