import { withInterval } from "../figures/numbers.js";
import type { CardDocument, Text } from "./document.js";
import { doubtsOf } from "./doubts.js";
import type { CardFacts } from "./facts.js";
import { isSimulated } from "./isSimulated.js";
import { about } from "./sections/about.js";
import { caveats } from "./sections/caveats.js";
import { dataSection } from "./sections/dataSection.js";
import { ethics } from "./sections/ethics.js";
import { factors } from "./sections/factors.js";
import { intendedUse } from "./sections/intendedUse.js";
import { measures } from "./sections/measures.js";
import { modelDetails } from "./sections/modelDetails.js";
import { quantitative } from "./sections/quantitative.js";
import { reproduction } from "./sections/reproduction.js";

/**
 * A model card after Mitchell et al. 2019 (doi:10.1145/3287560.3287596), made from the facts of a run alone. The same facts
 * give the same card.
 */
export function modelCard(facts: CardFacts): CardDocument {
  const { saved, evidence } = facts;
  const { auc, sensitivity, specificity } = evidence.metrics.test;
  return {
    title: `Model card: ${saved.config.name}`,
    warnings: [...doubtsOf(facts), "Research code, not a medical device. Do not diagnose with it."],
    summary: summaryOf(facts),
    headline: [
      { name: "AUC", estimate: auc },
      ...(evidence.withinRegion
        ? [{ name: "AUC, mean over regions", estimate: evidence.withinRegion.macroAverage }]
        : []),
      { name: "sensitivity", estimate: sensitivity },
      { name: "specificity", estimate: specificity },
    ],
    sections: [
      modelDetails(facts),
      intendedUse(facts),
      factors(facts),
      measures(facts),
      dataSection(facts),
      quantitative(facts),
      ethics(facts),
      caveats(facts),
      reproduction(
        facts,
        `npm run predict -- ${facts.runId} IMAGE…\nnpm run evaluate -- ${facts.runId} --data folder --data-dir DIR`,
      ),
      about(),
    ],
  };
}

function summaryOf({ saved, evidence }: CardFacts): Text {
  const { judged, metrics, confidence } = evidence;
  const kind = isSimulated(evidence) ? "simulated radiographs" : "radiographs";
  return [
    "A convolutional network that tells fractured from intact bones on ",
    kind,
    `. On ${judged.images} ${judged.part} images of ${judged.groups} groups, ${judged.fractured} of them fractured, `,
    { strong: saved.config.name },
    ` reaches an AUC of ${withInterval(metrics.test.auc)} (${Math.round(100 * confidence)} % interval).`,
  ];
}
