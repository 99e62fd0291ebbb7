import type { Evidence } from "../../experiment/evidence.js";
import { metricMeanings } from "../../figures/metricsTable.js";
import { percent } from "../../figures/numbers.js";
import { metricNames } from "../../metrics/index.js";
import { heading, paragraph, type Block, type Cell } from "../document.js";

/** Every headline metric of validation and test, and the calls that they come from. */
export function metrics({ metrics: { validation, test }, judged, confidence, thresholdProb }: Evidence): Block[] {
  return [
    heading("Overall"),
    {
      kind: "table",
      caption: `${percent(confidence, 0)} intervals. On validation images the threshold was chosen and the epoch kept: those numbers flatter.`,
      columns: [
        { header: "metric" },
        { header: judged.part, align: "right" },
        { header: "validation", align: "right" },
      ],
      rows: metricNames.map((name): Cell[] => [
        metricMeanings[name][0],
        { estimate: test[name] },
        validation ? { estimate: validation[name] } : "–",
      ]),
    },
    calls({ judged, sensitivity: test.sensitivity.value, specificity: test.specificity.value, thresholdProb }),
  ];
}

interface Calls {
  judged: Evidence["judged"];
  sensitivity: number;
  specificity: number;
  thresholdProb: number;
}

/** The confusion matrix in words: a share of so many images is a whole number of them. */
function calls({ judged: { images, fractured }, sensitivity, specificity, thresholdProb }: Calls): Block {
  const intact = images - fractured;
  const found = Math.round(sensitivity * fractured);
  const leftAlone = Math.round(specificity * intact);
  return paragraph(
    `At the threshold of ${thresholdProb.toFixed(3)}: of ${fractured} fractured images ${found} were found and ${fractured - found} missed; ` +
      `of ${intact} intact ones ${leftAlone} were left alone and ${intact - leftAlone} were false alarms. ` +
      `PPV, NPV and accuracy hold where, as here, ${percent(fractured / images)} of the images are fractured.`,
  );
}
