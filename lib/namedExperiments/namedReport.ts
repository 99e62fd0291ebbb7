import { list, paragraph, type CardDocument, type Table, type Text } from "../card/document.js";
import { decimal, percent } from "../figures/numbers.js";
import type { NamedRow } from "./compareNamed.js";
import type { NamedRun } from "./namedRun.js";
import { namedTable } from "./namedTable.js";
import { answer, detectableSentence, seedLuck } from "./reading.js";

/**
 * What the named experiments say together, as a page: the table, what it answers, what it could tell and what it does not
 * show, and each number's run. The same runs give the same page.
 * @param rows the first is the baseline
 * @param shared settings in which all of them differ from the experiment that they are variants of
 */
export function namedReport(rows: readonly NamedRow[], shared: readonly string[]): CardDocument {
  const reference = rows.find(({ run }) => run)?.run;
  const luck = seedLuck(rows);
  const [, ...variants] = rows;
  return {
    title: "Named experiments",
    warnings: [],
    summary: [
      "What each part of the network and its training is worth. Made from the runs in MLflow by ",
      { code: "npm run experiments:table" },
      "; not edited by hand.",
    ],
    headline: [],
    sections: [
      {
        title: "Results",
        blocks: [
          ...(reference ? [paragraph(madeOn(reference, rows))] : []),
          ...(shared.length > 0 ? [paragraph("All of them with ", { code: shared.join(" ") }, ".")] : []),
          namedTable(rows),
          paragraph(howToRead(rows)),
        ],
      },
      {
        title: "What it answers",
        blocks: [
          list(
            variants.map((row): Text => {
              const { config, why } = row.experiment;
              return [{ code: config.name }, ` (${why}): ${answer(row, luck)}`];
            }),
          ),
          paragraph(detectableSentence(rows)),
        ],
      },
      { title: "What it does not show", blocks: [list(limits(shared, luck))] },
      { title: "Runs", blocks: [runsTable(rows, reference), ...leftOutList(rows)] },
    ],
  };
}

function madeOn({ evidence, folds, splitDigest }: NamedRun, rows: readonly NamedRow[]): string {
  const { data, judged } = evidence;
  const runs = rows.flatMap(({ run }) => run ?? []);
  const machines = [...new Set(runs.map((run) => run.evidence.origin?.["machine"] ?? "unknown"))];
  return (
    `${data.source}: ${judged.images} images in ${judged.groups} groups, ${judged.fractured} of them fractured; ` +
    `${evidence.folds?.how ?? `${folds} folds`}, the same for every row, each image judged by models that have not seen its group. ` +
    `Data digest ${data.digest.slice(0, 16)}, digest of the folds ${splitDigest.slice(0, 16)}. ` +
    `${runs.length} of ${rows.length} have been run, on ${machines.join("; ")}.`
  );
}

function howToRead(rows: readonly NamedRow[]): string {
  const runs = rows.flatMap(({ run }) => run ?? []);
  const lacksIntervals = runs.some(({ evidence }) => Number.isNaN(evidence.metrics.test.sensitivity.low));
  return (
    "AUC: mean over the folds, images compared inside their fold alone, with its interval over groups " +
    `(${percent(runs[0]?.evidence.confidence ?? 0.95, 0)}). Within region: the same among images of one region, every pair counting ` +
    "alike; what is left when telling regions apart is of no use. Sensitivity and specificity: mean over the folds, at each one's " +
    `own threshold, chosen on its validation images${lacksIntervals ? "; where no interval stands, the run is older than those" : ""}. ` +
    "AUC gained: over the first row, inside each fold on the same images, DeLong's test over groups, its p-value two-sided and " +
    "corrected for all rows (Holm). Swap p: the same by exchanging the two models' ranks in whole groups, which holds with few " +
    "groups, where DeLong's is too sure; a row is told apart when both are below 0.05. Could be told: the true gain that this row's test by itself shows four times in five. " +
    "Weights: those trained. CPU min: of all its trainings together, beside whatever else the machine did."
  );
}

function limits(shared: readonly string[], luck: number | undefined): string[] {
  return [
    luck === undefined
      ? "What another seed changes: no row with one has been run. Intervals and p-values are of the choice of held-out groups, the trained models given."
      : `What another seed changes is in no interval: those are of the choice of held-out groups, the trained models given. Rows that differ by the seed alone lie up to ${decimal(luck)} apart, and a few seeds do not bound it.`,
    ...(shared.length > 0
      ? [
          "The experiment in full: all rows share what was cut to save time, and what helps a short training may not help a long one.",
        ]
      : []),
    "Changes together: each row changes one thing, and two that help need not add up.",
    "Another set of images: all rows are of one, and what patients a group holds is as well known as the set's own names tell.",
    "Where a gain within a region comes from: the test is of the AUC over all images of a fold, in which a model gains by knowing which regions break.",
    "An unseen test: every row is judged on the same images, so that the best of many looks better than it is. Judge a choice on other images.",
  ];
}

function runsTable(rows: readonly NamedRow[], reference: NamedRun | undefined): Table {
  const headers = ["experiment", "run", "page, below MLflow's address", "commit", "command"];
  return {
    kind: "table",
    columns: headers.map((header) => ({ header })),
    rows: rows.map(({ experiment, run }) => {
      const { name } = experiment.config;
      return [
        { code: name },
        ...(run
          ? [{ code: run.runId }, { code: run.page }, { code: run.evidence.code.slice(0, 10) }]
          : ["not yet run", "", ""]),
        { code: commandFor(name, run ?? reference) },
      ];
    }),
  };
}

/** What trains it on those folds again; where the data lie is each machine's own. */
function commandFor(name: string, like: NamedRun | undefined): string {
  const { folds = 5, repeats = 1 } = like ?? {};
  const source = like?.evidence.data.source ?? "phantom";
  return [
    `npm run experiment -- ${name} --folds ${folds}`,
    ...(repeats > 1 ? [`--repeats ${repeats}`] : []),
    ...(source === "phantom" ? [] : [`--data ${source}`]),
  ].join(" ");
}

function leftOutList(rows: readonly NamedRow[]) {
  const items = rows.flatMap(({ experiment, leftOut }) =>
    leftOut.map(({ runId, reason }): Text => [{ code: runId }, ` of ${experiment.config.name}: ${reason}.`]),
  );
  return items.length === 0 ? [] : [paragraph("Newer runs that were left out:"), list(items)];
}
