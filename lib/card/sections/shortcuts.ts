import { probeExpectations } from "../../figures/shortcutTable.js";
import { heading, paragraph, type Block, type Cell } from "../document.js";
import type { CardFacts } from "../facts.js";

/** Whether the model still knows the answer from images that lack what matters. */
export function shortcuts({ probes: found, runId }: CardFacts): Block[] {
  const title = heading("Shortcut findings");
  if (found === undefined) {
    return [
      title,
      paragraph(
        "Unknown: not measured for this run. ",
        { code: `npm run card -- ${runId} --probe` },
        " measures and adds them.",
      ),
    ];
  }
  const { n, positives, groups, probes } = found;
  return [
    title,
    {
      kind: "table",
      caption: `The same weights on images with parts covered; ${n} images, ${positives} fractured, ${groups} groups.`,
      columns: [{ header: "image" }, { header: "AUC", align: "right" }, { header: "change", align: "right" }],
      rows: probes.map(({ name, auc, change }): Cell[] => [
        { text: name, detail: `expected: ${probeExpectations[name]}` },
        { estimate: auc, bar: true },
        change ? { estimate: change } : "–",
      ]),
    },
  ];
}
