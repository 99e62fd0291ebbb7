import { comparedAucs } from "../figures/comparedAucs.js";
import { comparedCurves } from "../figures/comparedCurves.js";
import { comparisonFigure } from "../figures/comparisonFigure.js";
import type { Figure } from "../figures/figure.js";
import { tableFigure } from "../figures/tableFigure.js";
import type { Comparison } from "./compareRuns.js";
import { costRows, differenceRows, metricRows, pairRows, type Row } from "./tables.js";
import { verdicts } from "./verdict.js";

/** Each run's epochs; runs that did not record them are left out. */
export function curvesFigure({ runs }: Comparison): Figure {
  return comparedCurves(runs.flatMap(({ name, training }) => (training ? [{ name, history: training.history }] : [])));
}

/** Each run's AUC with its interval. */
export function aucsFigure({ runs }: Comparison): Figure {
  return comparedAucs(
    runs.map(({ name, evidence: { metrics, withinRegion } }) => {
      return { name, auc: metrics.test.auc, ...(withinRegion && { withinRegion: withinRegion.macroAverage }) };
    }),
  );
}

/** What each run gains over the first; p-values are Holm's, as in the table. */
export function gainsFigure({ runs, pairs }: Comparison): Figure {
  const [first] = runs;
  const rows = pairs.map(({ candidate, auc, adjustedP }) => {
    return { name: candidate, comparison: { ...auc, pValue: adjustedP } };
  });
  return comparisonFigure(rows, { baselineName: first!.name, confidence: first!.evidence.confidence });
}

/** The whole comparison as figures by heading, in reading order. */
export function reportFigures(comparison: Comparison): Record<string, Figure> {
  const { runs, warnings } = comparison;
  return {
    "What it comes to": sentenceTable([...warnings.map((warning) => `Warning: ${warning}`), ...verdicts(comparison)]),
    "What differs": rowTable(differenceRows(runs), "Nothing differs but what trained them."),
    "Learning curves": curvesFigure(comparison),
    AUC: aucsFigure(comparison),
    Metrics: rowTable(metricRows(runs)),
    Gain: gainsFigure(comparison),
    Tests: rowTable(pairRows(comparison)),
    Cost: rowTable(costRows(runs)),
  };
}

const reportWidthPixels = 1100;

/** Rows as a table of a report. @param ifEmpty said instead when there is none */
export function rowTable(rows: readonly Row[], ifEmpty = ""): Figure {
  if (rows.length === 0) return sentenceTable([ifEmpty]);
  const columns = Object.keys(rows[0]!).map((header) => ({ header, cells: rows.map((row) => row[header] ?? "") }));
  const rowPixels = columns.length > 6 ? 48 : 29; // many columns are narrow, and their cells wrap
  return tableFigure(columns, {
    title: "",
    widthPixels: reportWidthPixels,
    heightPixels: 64 + rowPixels * (rows.length + 1),
  });
}

/** Sentences wrap: each gets the room of two lines. */
export function sentenceTable(sentences: readonly string[]): Figure {
  const heightPixels = 100 + 40 * sentences.length;
  return tableFigure([{ header: "", cells: sentences }], { title: "", widthPixels: reportWidthPixels, heightPixels });
}
