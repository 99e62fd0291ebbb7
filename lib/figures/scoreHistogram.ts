import type { Data } from "plotly.js";
import type { Scored } from "../metrics/index.js";
import { displayName, fractureClasses } from "./classNames.js";
import type { Figure } from "./figure.js";
import { decimal, percent, rounded } from "./numbers.js";
import { thresholdLine } from "./operatingPoint.js";
import { axis, classColor, layoutOf } from "./theme.js";

const binCount = 25;

/** How the probabilities of each class are spread, as shares of the class; what lies on the wrong side of the line is an error. */
export function scoreHistogram(
  { labels, scores }: Omit<Scored, "groups">,
  { thresholdProb }: { thresholdProb: number },
): Figure {
  const data = [fractureClasses.notFractured, fractureClasses.fractured].map((label, number): Data => {
    const ofClass = Array.from(scores).filter((_, i) => labels[i] === number);
    const counts = new Array<number>(binCount).fill(0);
    for (const score of ofClass) counts[Math.min(binCount - 1, Math.floor(score * binCount))]!++;
    return {
      type: "bar",
      name: `${displayName(label)} (${ofClass.length})`,
      x: counts.map((_, k) => rounded((k + 0.5) / binCount)),
      y: counts.map((count) => rounded((100 * count) / Math.max(1, ofClass.length), 2)),
      width: 1 / binCount,
      opacity: 0.6,
      marker: { color: classColor(label, []) },
      hovertext: counts.map(
        (count, k) =>
          `probability ${decimal(k / binCount, 2)} to ${decimal((k + 1) / binCount, 2)}<br>` +
          `${count} of ${ofClass.length} ${displayName(label)} (${percent(count / Math.max(1, ofClass.length))})`,
      ),
      hoverinfo: "text",
    };
  });
  return {
    data,
    layout: layoutOf(
      { title: "Predicted probabilities per class", subtitle: `Dotted line: threshold ${decimal(thresholdProb)}` },
      {
        barmode: "overlay",
        xaxis: axis("predicted probability of fractured", { range: [0, 1] }),
        yaxis: axis("share of the class (%)", { rangemode: "tozero" }),
        shapes: [thresholdLine(thresholdProb)],
      },
    ),
  };
}
