import type { Cell, Column, Table } from "../card/document.js";
import { decimal } from "../figures/numbers.js";
import type { NamedRow } from "./compareNamed.js";

const columns: readonly (Column & { cell: (row: Ran) => Cell })[] = [
  { header: "AUC", cell: ({ run }) => ({ estimate: run.evidence.metrics.test.auc }) },
  {
    header: "within region",
    cell: ({ run: { evidence } }) => (evidence.withinRegion ? { estimate: evidence.withinRegion.pairAverage } : "–"),
  },
  { header: "sensitivity", cell: ({ run }) => ({ estimate: run.evidence.metrics.test.sensitivity }) },
  { header: "specificity", cell: ({ run }) => ({ estimate: run.evidence.metrics.test.specificity }) },
  { header: "AUC gained", cell: ({ gain }) => (gain ? { estimate: gain.difference } : "–") },
  { header: "p (Holm)", align: "right", cell: ({ gain }) => (gain ? pCell(gain.adjustedP) : "–") },
  { header: "swap p (Holm)", align: "right", cell: ({ gain }) => (gain ? pCell(gain.adjustedSwapP) : "–") },
  { header: "could be told", align: "right", cell: ({ gain }) => (gain ? decimal(gain.detectable) : "–") },
  { header: "weights", align: "right", cell: ({ run }) => run.trainableWeights.toLocaleString("en") },
  {
    header: "CPU min",
    align: "right",
    cell: ({ run }) => (run.cpuSeconds === undefined ? "unknown" : (run.cpuSeconds / 60).toFixed(1)),
  },
  { header: "run", cell: ({ run }) => ({ code: run.runId.slice(0, 8) }) },
];

type Ran = NamedRow & { run: NonNullable<NamedRow["run"]> };

/** One row an experiment; those that have not been run say so. */
export function namedTable(rows: readonly NamedRow[]): Table {
  return {
    kind: "table",
    columns: [{ header: "experiment" }, { header: "changes" }, ...columns],
    rows: rows.map((row) => {
      const { run, experiment } = row;
      const name = { code: experiment.config.name };
      const changes = experiment.changes.length === 0 ? "nothing" : { code: experiment.changes.join(" ") };
      const cells = run
        ? columns.map(({ cell }) => cell({ ...row, run }))
        : columns.map((_, i) => (i === 0 ? "not yet run" : ""));
      return [name, changes, ...cells];
    }),
  };
}

function pCell(p: number): string {
  return p < 0.001 ? "< 0.001" : decimal(p);
}
