import type { Confidence, Estimate } from "../metrics/index.js";
import { estimateRows } from "./estimateRows.js";
import type { Figure } from "./figure.js";
import { percent } from "./numbers.js";
import { colors } from "./theme.js";

/** An AUC over all images and, where the set has regions, the mean of those within each. */
export interface JudgedModel {
  name: string;
  auc: Estimate;
  withinRegion?: Estimate | undefined;
}

export interface BaselinesShown {
  baselines: readonly JudgedModel[];
  leftOut: readonly { name: string; reason: string }[];
}

/** A model above what can be had without looking for a fracture, on one axis; the line is a coin's toss. */
export function baselinesFigure(
  model: JudgedModel,
  { baselines, leftOut }: BaselinesShown,
  { confidence = 0.95 }: { confidence?: Confidence } = {},
): Figure {
  const rows: JudgedModel[] = [
    model,
    ...baselines.map(({ name, ...rest }) => ({ ...rest, name: name === "all of these" ? name : `${name} alone` })),
  ];
  const missing = leftOut.map(({ name, reason }) => `; without ${name}: ${reason}`).join("");
  return estimateRows(
    rows,
    [
      { title: "all test images", color: colors.test, of: ({ auc }) => auc },
      { title: "within regions, mean", color: colors.validation, of: ({ withinRegion }) => withinRegion },
    ],
    {
      title: "AUC beside trivial baselines",
      subtitle: `${percent(confidence, 0)} interval over groups; line: a coin's toss${missing}`,
    },
  );
}
