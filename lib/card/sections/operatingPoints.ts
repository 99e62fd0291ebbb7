import type { Evidence } from "../../experiment/evidence.js";
import { decimal } from "../../figures/numbers.js";
import { heading, type Block, type Cell } from "../document.js";

type Interval = { low: number; high: number };

/** What is called "fractured" from where on, at what price; the chosen rule stands first. */
export function operatingPoints({ operatingPoints: points, judged }: Evidence): Block[] {
  const rows = points.flatMap((point): Cell[][] => {
    const { test, validation, chosenAnew, thresholdProb } = point;
    return [
      [
        `${nameOf(point)}: at or above ${decimal(thresholdProb)}, on ${judged.part}`,
        { estimate: test.sensitivity },
        { estimate: test.specificity },
      ],
      ["on validation, where it was chosen", decimal(validation.sensitivity), decimal(validation.specificity)],
      [
        "interval that holds the doubt of the choice too",
        chosenAnew ? rangeOf(chosenAnew.sensitivity) : "unknown",
        chosenAnew ? rangeOf(chosenAnew.specificity) : "unknown",
      ],
    ];
  });
  return [
    heading("Operating points"),
    {
      kind: "table",
      columns: [
        { header: "rule" },
        { header: "sensitivity", align: "right" },
        { header: "specificity", align: "right" },
      ],
      rows,
    },
  ];
}

function nameOf({ rule, sensitivityAtLeast }: Evidence["operatingPoints"][number]): string {
  if (rule === "sensitivity") return `sensitivity at least ${sensitivityAtLeast ?? "unknown"}`;
  return rule === "f1" ? "highest F1" : "Youden";
}

function rangeOf({ low, high }: Interval): string {
  return Number.isNaN(low) ? "undefined" : `${decimal(low)} to ${decimal(high)}`;
}
