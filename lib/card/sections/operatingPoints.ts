import type { Evidence } from "../../experiment/evidence.js";
import { decimal } from "../../figures/numbers.js";
import { heading, type Block } from "../document.js";

type Interval = { low: number; high: number };

/** What is called "fractured" from where on, at what price; the chosen rule stands first. */
export function operatingPoints({ operatingPoints: points, judged, folds }: Evidence): Block[] {
  if (points.length === 0) return []; // a cross-validation from before it had any
  return [
    heading("Operating points"),
    ...points.map((point): Block => {
      const { test, validation, chosenAnew, thresholdProb } = point;
      const withChoice = `${judged.part}, with the doubt of the choice`;
      const at = folds
        ? "mean of the folds, each at its own threshold"
        : `“fractured” at or above ${decimal(thresholdProb)}`;
      return {
        kind: "table",
        caption: [{ strong: nameOf(point) }, `: ${at}`],
        columns: [
          { header: "on" },
          { header: "sensitivity", align: "right" },
          { header: "specificity", align: "right" },
        ],
        rows: [
          [`${judged.part}, threshold taken as given`, { estimate: test.sensitivity }, { estimate: test.specificity }],
          ...(folds ? [] : [[withChoice, rangeOf(chosenAnew?.sensitivity), rangeOf(chosenAnew?.specificity)]]),
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

function rangeOf(interval: Interval | undefined): string {
  if (interval === undefined) return "unknown";
  return Number.isNaN(interval.low) ? "undefined" : `${decimal(interval.low)} to ${decimal(interval.high)}`;
}
