import type { Evidence } from "../../experiment/evidence.js";
import { decimal } from "../../figures/numbers.js";
import { heading, type Block } from "../document.js";

type Interval = { low: number; high: number };

/** What is called "fractured" from where on, at what price; the chosen rule stands first. */
export function operatingPoints({ operatingPoints: points, judged }: Evidence): Block[] {
  return [
    heading("Operating points"),
    ...points.map((point): Block => {
      const { test, validation, chosenAnew, thresholdProb } = point;
      const withChoice = `${judged.part}, with the doubt of the choice`;
      return {
        kind: "table",
        caption: [{ strong: nameOf(point) }, `: “fractured” at or above ${decimal(thresholdProb)}`],
        columns: [
          { header: "on" },
          { header: "sensitivity", align: "right" },
          { header: "specificity", align: "right" },
        ],
        rows: [
          [`${judged.part}, threshold taken as given`, { estimate: test.sensitivity }, { estimate: test.specificity }],
          chosenAnew
            ? [withChoice, rangeOf(chosenAnew.sensitivity), rangeOf(chosenAnew.specificity)]
            : [withChoice, "unknown", "unknown"],
          ["validation, where it was chosen", decimal(validation.sensitivity), decimal(validation.specificity)],
        ],
      };
    }),
  ];
}

function nameOf({ rule, sensitivityAtLeast }: Evidence["operatingPoints"][number]): string {
  if (rule === "sensitivity") return `sensitivity at least ${sensitivityAtLeast ?? "unknown"}`;
  return rule === "f1" ? "highest F1" : "Youden (highest sensitivity + specificity)";
}

function rangeOf({ low, high }: Interval): string {
  return Number.isNaN(low) ? "undefined" : `${decimal(low)} to ${decimal(high)}`;
}
