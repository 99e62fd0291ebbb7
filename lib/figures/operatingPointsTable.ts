import type { Confidence, Estimate } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { decimal, percent, withInterval } from "./numbers.js";
import { tableFigure } from "./tableFigure.js";

type Rates<T> = Record<"sensitivity" | "specificity", T>;

export interface OperatingPointRow {
  /** "youden", "sensitivity at least 90 %". */
  name: string;
  /** NaN for the mean of several. */
  thresholdProb: number;
  validation: Rates<number>;
  test: Rates<Estimate>;
  /** With the doubt of the choice as well, where that is known. */
  chosenAnew: Rates<{ low: number; high: number }> | null;
}

/** What each way of choosing a threshold promised on validation images and keeps on others: two lines a threshold. */
export function operatingPointsTable(
  points: readonly OperatingPointRow[],
  { confidence = 0.95 }: { confidence?: Confidence } = {},
): Figure {
  const lines = points.flatMap((point) =>
    (["sensitivity", "specificity"] as const).map((rate) => ({ ...point, rate, isFirst: rate === "sensitivity" })),
  );
  return tableFigure(
    [
      { header: "threshold by", cells: lines.map(({ name, isFirst }) => (isFirst ? name : "")), width: 1.6 },
      {
        header: "at",
        cells: lines.map(({ thresholdProb, isFirst }) =>
          isFirst && !Number.isNaN(thresholdProb) ? decimal(thresholdProb) : "",
        ),
        width: 0.5,
        align: "right",
      },
      { header: "rate", cells: lines.map(({ rate }) => rate) },
      {
        header: "validation",
        cells: lines.map(({ validation, rate }) => decimal(validation[rate])),
        width: 0.7,
        align: "right",
      },
      {
        header: "these images",
        cells: lines.map(({ test, rate }) => withInterval(test[rate])),
        width: 1.4,
        align: "right",
      },
      {
        header: "chosen anew",
        cells: lines.map(({ chosenAnew, rate }) =>
          chosenAnew ? `${decimal(chosenAnew[rate].low)} to ${decimal(chosenAnew[rate].high)}` : "–",
        ),
        width: 1.3,
        align: "right",
      },
    ],
    {
      title: "Operating points",
      subtitle: `${percent(confidence, 0)} intervals over groups; “chosen anew”: on other validation images`,
    },
  );
}
