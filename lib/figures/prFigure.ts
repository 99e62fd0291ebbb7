import { confusionMatrix, ppv, prCurve, sensitivity } from "../metrics/index.js";
import type { Confidence, Estimate, Scored } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { percent, rounded, thinned, withInterval } from "./numbers.js";
import { operatingPoint } from "./operatingPoint.js";
import { axis, colors, layoutOf, legendInside } from "./theme.js";

export interface PrFigureOptions {
  /** From the summary of the same images. */
  averagePrecision: Estimate;
  thresholdProb: number;
  confidence?: Confidence;
}

/** Precision against sensitivity as steps, the prevalence that guessing reaches, and the operating point. */
export function prFigure({ labels, scores }: Omit<Scored, "groups">, options: PrFigureOptions): Figure {
  const { averagePrecision, thresholdProb, confidence = 0.95 } = options;
  const curve = prCurve(labels, scores);
  const points = thinned(
    // The first precision reaches back to recall 0, so that the area under the steps is the average precision.
    [0, ...curve.recall].map((x, k) => ({
      x,
      y: curve.precision[Math.max(0, k - 1)]!,
      threshold: curve.threshold[Math.max(0, k - 1)]!,
    })),
    ({ x }) => x,
    ({ y }) => y,
  );
  const confusion = confusionMatrix(labels, scores, thresholdProb);
  const prevalence = curve.precision.at(-1)!; // at the lowest threshold everything is called fractured
  const [found, right] = [sensitivity(confusion), ppv(confusion)];
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: "guessing (prevalence)",
        x: [0, 1],
        y: [rounded(prevalence), rounded(prevalence)],
        line: { color: colors.muted, dash: "dash", width: 1 },
        hovertemplate: "prevalence %{y:.3f}<extra></extra>",
      },
      {
        type: "scatter",
        mode: "lines",
        name: "model",
        x: points.map(({ x }) => rounded(x)),
        y: points.map(({ y }) => rounded(y)),
        customdata: points.map(({ threshold }) => rounded(threshold, 3)),
        line: { color: colors.test, width: 2.5, shape: "vh" }, // precision holds back to the recall before: the area is AP
        hovertemplate: "threshold %{customdata}<br>PPV %{y:.3f}<br>sensitivity %{x:.3f}<extra></extra>",
      },
      ...(Number.isNaN(right)
        ? []
        : [operatingPoint(found, right, thresholdProb, `PPV ${percent(right)}, sensitivity ${percent(found)}`)]),
    ],
    layout: layoutOf(
      {
        title: "Precision and recall",
        subtitle: `Average precision ${withInterval(averagePrecision)}, ${percent(confidence, 0)} interval over groups; prevalence ${percent(prevalence)}`,
        widthPixels: 640,
        heightPixels: 480,
      },
      {
        xaxis: axis("sensitivity (recall)", { range: [-0.01, 1.01] }),
        yaxis: axis("PPV (precision)", { range: [-0.01, 1.03] }),
        legend: legendInside("bottom left"),
      },
    ),
  };
}
