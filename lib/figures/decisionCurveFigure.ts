import type { Data } from "plotly.js";
import type { Confidence, DecisionCurve } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { percent, rounded } from "./numbers.js";
import { axis, colors, layoutOf, translucent } from "./theme.js";

export interface DecisionCurveFigureOptions {
  /** Share of fractures that the curve was made for, for the subtitle and the height of the plot. */
  prevalence: number;
  confidence?: Confidence;
}

/** Net benefit of acting on the model, on every image and on none, by the probability from which one would act. */
export function decisionCurveFigure(
  { thresholdProb, model, low, high, treatAll }: DecisionCurve,
  { prevalence, confidence = 0.95 }: DecisionCurveFigureOptions,
): Figure {
  const x = thresholdProb.map((threshold) => rounded(threshold));
  const short = (values: readonly number[]): number[] => values.map((value) => rounded(value));
  const line = (name: string, y: number[], color: string, dash: "solid" | "dash" | "dot"): Data => ({
    type: "scatter",
    mode: "lines",
    name,
    x,
    y,
    line: { color, dash, width: dash === "solid" ? 2.5 : 1.5 },
    hovertemplate: `threshold %{x:.2f}: ${name} %{y:.3f}<extra></extra>`,
  });
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: `${percent(confidence, 0)} band`,
        x: [...x, ...[...x].reverse()],
        y: short([...high, ...[...low].reverse()]),
        fill: "toself",
        fillcolor: translucent(colors.test, 0.25),
        line: { width: 0 },
        hoverinfo: "skip",
      },
      line("act on the model", short(model), colors.test, "solid"),
      line("act on all", short(treatAll), colors.ink, "dash"),
      line(
        "act on none",
        x.map(() => 0),
        colors.muted,
        "dot",
      ),
    ],
    layout: layoutOf(
      {
        title: "Decision curve",
        subtitle: `Found fractures an image, less false alarms at their price; ${percent(prevalence)} fractured`,
        heightPixels: 440,
      },
      {
        xaxis: axis("probability from which one would act", { range: [0, 1] }),
        yaxis: axis("net benefit", { range: [-0.3 * prevalence, rounded(1.05 * Math.max(prevalence, ...high))] }), // below it acting only harms
      },
    ),
  };
}
