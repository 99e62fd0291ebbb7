import type { Data } from "plotly.js";
import type { EpochRecord } from "../training/records.js";
import { emptyFigure } from "./emptyFigure.js";
import type { Figure } from "./figure.js";
import { decimal, rounded } from "./numbers.js";
import { axis, colors, layoutOf } from "./theme.js";

type Epoch = Pick<EpochRecord, "epoch" | "trainLoss" | "validationLoss" | "validationAuc" | "learningRate" | "isBest">;

/** Loss, validation AUC and learning rate per epoch, one panel each; a dotted line marks the epoch whose weights are kept. */
export function learningCurves(history: readonly Epoch[]): Figure {
  const title = "Learning curves";
  const best = history.filter(({ isBest }) => isBest).at(-1); // each new best replaces the one before
  if (best === undefined) return emptyFigure({ title }, "Training ended before its first epoch did.");
  const line = (name: string, color: string, yaxis: string, value: (epoch: Epoch) => number): Data => ({
    type: "scatter",
    mode: history.length > 40 ? "lines" : "lines+markers",
    name,
    x: history.map(({ epoch }) => epoch),
    y: history.map((epoch) => rounded(value(epoch), 6)),
    yaxis,
    showlegend: yaxis === "y", // the other panels' axes name their one line
    line: { color, width: 2 },
    marker: { size: 5 },
    hovertemplate: `epoch %{x}, ${name}: %{y:.4g}<extra></extra>`,
  });
  const lowestAuc = Math.min(...history.map(({ validationAuc }) => validationAuc));
  const lastEpoch = history.at(-1)!.epoch;
  return {
    data: [
      line("training loss", colors.train, "y", ({ trainLoss }) => trainLoss),
      line("validation loss", colors.validation, "y", ({ validationLoss }) => validationLoss),
      line("validation AUC", colors.validation, "y2", ({ validationAuc }) => validationAuc),
      line("learning rate", colors.muted, "y3", ({ learningRate }) => learningRate),
    ],
    layout: layoutOf(
      {
        title,
        subtitle: `Best epoch ${best.epoch} of ${lastEpoch}: validation AUC ${decimal(best.validationAuc)}, validation loss ${decimal(best.validationLoss)}`,
        heightPixels: 560,
      },
      {
        xaxis: axis("epoch", {
          anchor: "y3",
          range: [0.5, Math.max(lastEpoch, 2) + 0.5],
          ...(lastEpoch <= 12 ? { dtick: 1 } : {}),
        }),
        yaxis: axis("loss (nats)", { domain: [0.58, 1] }),
        yaxis2: axis("AUC", { domain: [0.22, 0.52], range: [Math.min(0.5, lowestAuc) - 0.02, 1.02] }),
        yaxis3: axis("learning<br>rate", { domain: [0, 0.16], rangemode: "tozero", nticks: 3, exponentformat: "e" }),
        shapes: [
          {
            type: "line",
            x0: best.epoch,
            x1: best.epoch,
            yref: "paper",
            y0: 0,
            y1: 1,
            line: { color: colors.ink, width: 1, dash: "dot" },
          },
        ],
      },
    ),
  };
}
