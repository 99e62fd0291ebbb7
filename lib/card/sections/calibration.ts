import type { Evidence } from "../../experiment/evidence.js";
import { decimal, percent, withInterval } from "../../figures/numbers.js";
import { reliabilityFigure } from "../../figures/reliabilityFigure.js";
import { heading, paragraph, type Block, type Cell, type Table } from "../document.js";

/** Fits a telephone's screen without letters too small to read. */
const figureWidthPixels = 460;

/** Whether a probability can be taken at its word, before and after calibration. */
export function calibration({ calibration: found, confidence, judged, folds }: Evidence): Block[] {
  const { before, after, change } = found;
  const rows = (["brier", "logLoss", "ece"] as const).map((name): Cell[] => [
    { brier: "Brier score", logLoss: "log loss", ece: "calibration error (ECE, equal mass)" }[name],
    decimal(before[name]),
    decimal(after[name]),
    name === "ece" ? decimal(after.ece - before.ece) : { estimate: change[name] },
  ]);
  const skill = 1 - after.decomposition.brier / after.decomposition.uncertainty;
  return [
    heading("Calibration"),
    paragraph(
      folds
        ? `Method: ${found.method}, fitted in each fold on its own validation images. Judged on all held-out verdicts together: what ` +
            "one such model's probability means on average, not what any one of them does."
        : `Method: ${methodOf(found)}. Judged on ${judged.part} images.`,
    ),
    {
      kind: "table",
      columns: [
        { header: "measure, 0 is best" },
        { header: "before", align: "right" },
        { header: "after", align: "right" },
        { header: "change", align: "right" },
      ],
      rows,
    },
    paragraph(
      `Always saying the share of fractures would give a Brier score of ${decimal(after.decomposition.uncertainty)}; the model's is ` +
        `${skill > 0 ? `better by ${percent(skill)}` : "no better"}. The calibration error has no interval, since its bootstrap is biased${byChance(after)}.`,
    ),
    {
      kind: "figure",
      name: "reliability",
      figure: reliabilityFigure(
        { before: before.reliability, after: after.reliability },
        { confidence, widthPixels: figureWidthPixels },
      ),
      alt: "Reliability: observed share of fractures by predicted probability, in bins of equal mass.",
      numbers: numbersOf(found),
    },
  ];
}

function byChance({ eceIfCalibrated: band }: Evidence["calibration"]["after"]): string {
  return band
    ? `; perfectly calibrated probabilities like these after calibration would show ${withInterval(band)} by chance alone`
    : "";
}

function methodOf({ method, parameters }: Evidence["calibration"]): string {
  if (method === "none" || parameters === null) return "none; the network's own probabilities";
  const fitted = "fitted on validation images";
  if (parameters.kind === "isotonic") return `isotonic regression, ${parameters.logits.length} knots, ${fitted}`;
  if (parameters.kind === "platt") {
    const { slope, intercept } = parameters;
    return `logistic recalibration (Platt), slope ${slope.toFixed(3)} and intercept ${intercept.toFixed(3)}, ${fitted}`;
  }
  const { temperature } = parameters;
  const meaning = temperature > 1 ? "the network was too sure of itself" : "the network was not sure enough of itself";
  return `temperature ${temperature.toFixed(3)}, ${fitted}: ${meaning}`;
}

function numbersOf({ before, after }: Evidence["calibration"]): Table {
  const rows = [["before", before] as const, ["after", after] as const].flatMap(([name, { reliability }]) =>
    reliability.map(({ n, positives, meanProb, observedShare, low, high }): Cell[] => [
      name,
      decimal(meanProb),
      withInterval({ value: observedShare, low, high }),
      `${positives} of ${n}`,
    ]),
  );
  return {
    kind: "table",
    columns: [
      { header: "calibration" },
      { header: "mean probability", align: "right" },
      { header: "observed share", align: "right" },
      { header: "fractured", align: "right" },
    ],
    rows,
  };
}
