import type { Shortcut } from "../../data/audit/shortcuts.js";
import { displayName } from "../../figures/classNames.js";
import { decimal } from "../../figures/numbers.js";
import { probeExpectations } from "../../figures/shortcutTable.js";
import { heading, list, paragraph, type Block, type Cell } from "../document.js";
import type { CardFacts } from "../facts.js";

/** Whether the model still knows the answer from images that lack what matters, and what else could tell it. */
export function shortcuts({ shortcuts: found, runId }: CardFacts): Block[] {
  const title = heading("Shortcut findings");
  if ("missing" in found) {
    const command = { code: `npm run card -- ${runId} --probe` };
    return [title, paragraph(`Unknown. ${found.missing} `, command, " measures and adds them.")];
  }
  const { n, positives, groups, probes } = found.probes;
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
    paragraph(
      "Bone is what Otsu's threshold finds bright, and a margin: metal and markers go with it, and its outline stays when it is hidden.",
    ),
    ...ofFiles(found.files),
  ];
}

function ofFiles({ images, properties }: { images: number; properties: readonly Shortcut[] }): Block[] {
  const suspects = properties.filter(({ isSuspect }) => isSuspect);
  const looked =
    `Of ${properties.length} properties of its ${images} training images other than how the bone looks (size, format, ` +
    "border, markers, EXIF, region and the like), ";
  const rule = " (AUC from .6 or Cramér's V from .2, and p below .05 over all of them by Holm).";
  if (suspects.length > 0) {
    return [paragraph(`${looked}${suspects.length} go with the class${rule}`), list(suspects.map(inWords))];
  }
  const [first] = properties;
  const most = first ? ` The most telling is ${inWords(first)}.` : "";
  return [paragraph(`${looked}none goes with the class${rule}${most}`)];
}

function inWords({ property, measure, value, pValue, byClass }: Shortcut): string {
  const classes = Object.entries(byClass).map(([name, what]) => `${displayName(name)} ${what}`);
  return `${property}: ${measure} ${decimal(value)}, p = ${decimal(pValue)} (${classes.join(", ")})`;
}
