import { heading, paragraph, type Block, type Section } from "../document.js";
import type { CardFacts } from "../facts.js";
import { baselines } from "./baselines.js";
import { calibration } from "./calibration.js";
import { metrics } from "./metrics.js";
import { operatingPoints } from "./operatingPoints.js";
import { shortcuts } from "./shortcuts.js";
import { slices, withinRegion } from "./subgroups.js";

export function quantitative(facts: CardFacts): Section {
  return {
    title: "Quantitative analyses",
    blocks: [
      ...metrics(facts.evidence),
      ...withinRegion(facts.evidence),
      ...slices(facts.evidence),
      ...calibration(facts.evidence),
      ...operatingPoints(facts.evidence),
      ...baselines(facts.evidence),
      ...shortcuts(facts),
      ...pictures(facts),
    ],
  };
}

function pictures({ pictures: logged }: CardFacts): Block[] {
  const title = heading("The run's own figures");
  if (logged.size === 0)
    return [title, paragraph("Not shown: the tracking server did not give them when this card was made.")];
  return [
    title,
    paragraph("Drawn when the model was trained; in the HTML form of this card."),
    ...[...logged].map(([name, png]): Block => ({ kind: "picture", png, alt: `Figure of the run: ${name}` })),
  ];
}
