import { confusionMatrix, rocBand, rocCurve, sensitivity, specificity } from "../metrics/index.js";
import type { BootstrapOptions, Estimate, Scored } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { percent, rounded, thinned, withInterval } from "./numbers.js";
import { operatingPoint } from "./operatingPoint.js";
import { axis, colors, layoutOf, legendInside, translucent } from "./theme.js";

export interface RocFigureOptions extends BootstrapOptions {
  /** From the summary of the same images. */
  auc: Estimate;
  thresholdProb: number;
}

/** The ROC curve with its pointwise bootstrap band, the diagonal of guessing and the operating point. */
export function rocFigure(scored: Scored, options: RocFigureOptions): Figure {
  const { auc, thresholdProb, confidence = 0.95 } = options;
  const curve = rocCurve(scored.labels, scored.scores);
  const points = thinned(
    curve.falsePositiveRate.map((x, k) => ({ x, y: curve.sensitivity[k]!, threshold: curve.threshold[k]! })),
    ({ x }) => x,
    ({ y }) => y,
  );
  const band = rocBand(scored, options);
  const bandX = band.falsePositiveRate.map((x) => rounded(x));
  const confusion = confusionMatrix(scored.labels, scored.scores, thresholdProb);
  const [found, leftAlone] = [sensitivity(confusion), specificity(confusion)];
  const level = percent(confidence, 0);
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: `${level} band`,
        x: [...bandX, ...[...bandX].reverse()],
        y: [...band.high, ...[...band.low].reverse()].map((y) => rounded(y)),
        fill: "toself",
        fillcolor: translucent(colors.test, 0.25),
        line: { width: 0 },
        hoverinfo: "skip",
      },
      {
        type: "scatter",
        mode: "lines",
        name: "guessing",
        x: [0, 1],
        y: [0, 1],
        line: { color: colors.muted, dash: "dash", width: 1 },
        hoverinfo: "skip",
      },
      {
        type: "scatter",
        mode: "lines",
        name: "model",
        x: points.map(({ x }) => rounded(x)),
        y: points.map(({ y }) => rounded(y)),
        customdata: points.map(({ threshold }) => (Number.isFinite(threshold) ? rounded(threshold, 3) : "above all")),
        line: { color: colors.test, width: 2.5 },
        hovertemplate: "threshold %{customdata}<br>sensitivity %{y:.3f}<br>1 - specificity %{x:.3f}<extra></extra>",
      },
      operatingPoint(
        1 - leftAlone,
        found,
        thresholdProb,
        `sensitivity ${percent(found)}, specificity ${percent(leftAlone)}`,
      ),
    ],
    layout: layoutOf(
      {
        title: "ROC curve",
        subtitle: `AUC ${withInterval(auc)}, ${level} interval over groups`,
        widthPixels: 560,
        heightPixels: 560,
      },
      {
        xaxis: axis("1 - specificity (false positive rate)", { range: [-0.01, 1.01], constrain: "domain" }),
        yaxis: axis("sensitivity", { range: [-0.01, 1.01], scaleanchor: "x", constrain: "domain" }),
        legend: legendInside("bottom right"),
      },
    ),
  };
}
