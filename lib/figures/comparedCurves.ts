import type { Data } from "plotly.js";
import type { EpochRecord } from "../training/records.js";
import { emptyFigure } from "./emptyFigure.js";
import type { Figure } from "./figure.js";
import { rounded } from "./numbers.js";
import { axis, layoutOf, runColor } from "./theme.js";

export interface RunCurve {
  name: string;
  history: readonly Pick<EpochRecord, "epoch" | "trainLoss" | "validationLoss" | "validationAuc" | "isBest">[];
}

/** Several runs' training loss (dotted), validation loss and validation AUC per epoch; a disc marks the epoch that was kept. */
export function comparedCurves(runs: readonly RunCurve[]): Figure {
  const title = "Learning curves";
  if (runs.length === 0) return emptyFigure({ title }, "No run recorded its epochs.");
  return {
    data: runs.flatMap((run, i) => tracesOf(run, runColor(i))),
    layout: layoutOf(
      {
        title,
        subtitle:
          "Dotted: on training images, with augmentation and dropout. Discs: the epoch whose weights were kept.",
        widthPixels: 900,
        heightPixels: 560,
      },
      {
        legend: { orientation: "v", xref: "paper", x: 1.02, xanchor: "left", yref: "paper", y: 1, yanchor: "top" },
        xaxis: axis("epoch", { anchor: "y2" }),
        yaxis: axis("loss (nats)", { domain: [0.52, 1] }),
        yaxis2: axis("validation AUC", { domain: [0, 0.44] }),
      },
    ),
  };
}

function tracesOf({ name, history }: RunCurve, color: string): Data[] {
  const best = history.filter(({ isBest }) => isBest).at(-1)?.epoch;
  const line = (
    what: "trainLoss" | "validationLoss" | "validationAuc",
    rest: { yaxis: string; dash?: "dot"; marksBest: boolean },
  ): Data => ({
    type: "scatter",
    mode: rest.marksBest ? "lines+markers" : "lines",
    name,
    legendgroup: name,
    showlegend: what === "validationLoss",
    x: history.map(({ epoch }) => epoch),
    y: history.map((record) => rounded(record[what], 6)),
    yaxis: rest.yaxis,
    line: { color, width: rest.dash ? 1 : 2, ...(rest.dash && { dash: rest.dash }) },
    marker: { color, size: history.map(({ epoch }) => (epoch === best ? 9 : 0)) },
    hovertemplate: `${name}, epoch %{x}: %{y:.4g}<extra></extra>`,
  });
  return [
    line("trainLoss", { yaxis: "y", dash: "dot", marksBest: false }),
    line("validationLoss", { yaxis: "y", marksBest: true }),
    line("validationAuc", { yaxis: "y2", marksBest: true }),
  ];
}
