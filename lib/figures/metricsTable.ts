import { metricNames, type Confidence, type MetricName, type Summary } from "../metrics/index.js";
import type { Figure } from "./figure.js";
import { decimal, percent } from "./numbers.js";
import { tableFigure } from "./tableFigure.js";

/** What readers call a metric, and what it says. */
export const metricMeanings: Record<MetricName, [name: string, meaning: string]> = {
  auc: ["AUC", "fractured above intact, of random pairs"],
  averagePrecision: ["average precision", "precision over all recalls"],
  sensitivity: ["sensitivity", "of the fractures, found"],
  specificity: ["specificity", "of the intact, left alone"],
  ppv: ["PPV", "of the calls “fractured”, right"],
  npv: ["NPV", "of the calls “not fractured”, right"],
  f1: ["F1", "mean of PPV and sensitivity"],
  accuracy: ["accuracy", "of all calls, right"],
  balancedAccuracy: ["balanced accuracy", "mean of sensitivity and specificity"],
  brier: ["Brier score", "squared error of probability; 0 is best"],
  logLoss: ["log loss", "nats; 0 is best"],
  ece: ["calibration error", "probability against observed share; 0 is best"],
};

/** Every headline metric with its interval and what it says. */
export function metricsTable(
  summary: Summary,
  { title = "Metrics on the test images", confidence = 0.95 }: { title?: string; confidence?: Confidence } = {},
): Figure {
  const estimates = metricNames.map((name) => summary[name]);
  return tableFigure(
    [
      { header: "metric", cells: metricNames.map((name) => metricMeanings[name][0]), width: 1.2 },
      { header: "value", cells: estimates.map(({ value }) => decimal(value)), width: 0.6, align: "right" },
      {
        header: "interval",
        cells: estimates.map(({ low, high }) => (Number.isNaN(low) ? "–" : `${decimal(low)} to ${decimal(high)}`)),
        align: "right",
      },
      { header: "says", cells: metricNames.map((name) => metricMeanings[name][1]), width: 2.2 },
    ],
    { title, subtitle: `${percent(confidence, 0)} interval: bootstrap over groups` },
  );
}
