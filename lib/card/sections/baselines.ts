import type { Evidence } from "../../experiment/evidence.js";
import { heading, paragraph, type Block, type Cell } from "../document.js";

/** The result beside what can be had without looking for a fracture. */
export function baselines({ baselines: found, experiment, metrics, withinRegion }: Evidence): Block[] {
  const title = heading("Trivial baselines");
  if (found === null) return [title, paragraph("Unknown: none was judged on these images.")];
  const { judged, leftOut } = found;
  const hasRegions = judged.some((baseline) => baseline.withinRegion !== null);
  const cells = (auc: Cell, within: Cell, gain: Cell): Cell[] => (hasRegions ? [auc, within, gain] : [auc, gain]);
  const rows: Cell[][] = [
    [
      { strong: experiment },
      ...cells(
        { estimate: metrics.test.auc, bar: true },
        withinRegion ? { estimate: withinRegion.macroAverage, bar: true } : "–",
        "–",
      ),
    ],
    ...judged.map(({ name, auc, withinRegion: within, modelGain }): Cell[] => [
      name === "all of these" ? name : `${name} alone`,
      ...cells({ estimate: auc, bar: true }, within ? { estimate: within, bar: true } : "–", { estimate: modelGain }),
    ]),
  ];
  const headers = ["knows", "AUC", ...(hasRegions ? ["AUC, mean over regions"] : []), "the model's gain"];
  return [
    title,
    {
      kind: "table",
      caption: "Logistic regressions that know nothing but what the first column names, fitted on the training images.",
      columns: headers.map((header, k) => ({ header, ...(k > 0 && { align: "right" as const }) })),
      rows,
    },
    ...(leftOut.length === 0
      ? []
      : [paragraph(`Not judged: ${leftOut.map(({ name, reason }) => `${name} (${reason})`).join("; ")}.`)]),
  ];
}
