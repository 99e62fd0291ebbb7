import type { Data } from "plotly.js";
import { confusionMatrix, rocCurve, sensitivity, specificity, type Scored } from "../metrics/index.js";
import { fractureClasses } from "./classNames.js";
import type { Figure } from "./figure.js";
import { decimal, percent, rounded, thinned } from "./numbers.js";
import { thresholdLine } from "./operatingPoint.js";
import { axis, classColor, layoutOf } from "./theme.js";

export interface ThresholdFigureOptions {
  thresholdProb: number;
  /** The images that the curves are of, for the title: "validation", "test". */
  splitName: string;
}

/** What moving the threshold trades: sensitivity and specificity at every threshold, the chosen one marked. */
export function thresholdFigure(
  { labels, scores }: Omit<Scored, "groups">,
  { thresholdProb, splitName }: ThresholdFigureOptions,
): Figure {
  const { threshold, sensitivity: found, falsePositiveRate } = rocCurve(labels, scores);
  const steps = threshold.map((at, k) => ({ at, found: found[k]!, leftAlone: 1 - falsePositiveRate[k]! }));
  const rising = [
    { at: 0, found: 1, leftAlone: 0 },
    ...steps.slice(1).reverse(), // without the one at Infinity
    ...(threshold[1]! < 1 ? [{ at: 1, found: 0, leftAlone: 1 }] : []),
  ];
  const confusion = confusionMatrix(labels, scores, thresholdProb);
  const line = (name: string, label: string, rate: (step: (typeof rising)[number]) => number): Data => {
    const points = thinned(rising, ({ at }) => at, rate);
    return {
      type: "scatter",
      mode: "lines",
      name,
      x: points.map(({ at }) => rounded(at)),
      y: points.map((point) => rounded(rate(point))),
      line: { color: classColor(label, []), width: 2.5, shape: "vh" }, // a rate holds from the score below up to its own
      hovertemplate: `threshold %{x:.3f}: ${name} %{y:.3f}<extra></extra>`,
    };
  };
  return {
    data: [
      line("sensitivity", fractureClasses.fractured, (step) => step.found),
      line("specificity", fractureClasses.notFractured, (step) => step.leftAlone),
    ],
    layout: layoutOf(
      {
        title: `Sensitivity and specificity by threshold, ${splitName} images`,
        subtitle: `At the chosen ${decimal(thresholdProb)}: sensitivity ${percent(sensitivity(confusion))}, specificity ${percent(specificity(confusion))}`,
      },
      {
        xaxis: axis("threshold (probability of fractured)", { range: [0, 1] }),
        yaxis: axis("share of the images of a class", { range: [0, 1.02] }),
        shapes: [thresholdLine(thresholdProb)],
      },
    ),
  };
}
