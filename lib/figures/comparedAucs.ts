import type { Estimate } from "../metrics/index.js";
import { estimateRows } from "./estimateRows.js";
import type { Figure } from "./figure.js";
import { colors } from "./theme.js";

export interface RunAucs {
  name: string;
  auc: Estimate;
  /** Mean over the regions of the AUC within each. */
  withinRegion?: Estimate;
}

/** Several runs' AUC on the same images, each with its own interval; whether two differ is for `comparisonFigure` to say. */
export function comparedAucs(rows: readonly RunAucs[], judgedOn: "test" | "held-out" = "test"): Figure {
  const kinds = [
    { title: `all ${judgedOn} images`, color: colors.test, of: ({ auc }: RunAucs) => auc },
    { title: "within region", color: colors.ink, symbol: "diamond" as const, of: (row: RunAucs) => row.withinRegion },
  ];
  return estimateRows(rows, kinds, {
    title: "AUC of each run",
    subtitle: "Intervals that overlap do not make runs equal: the images are the same.",
  });
}
