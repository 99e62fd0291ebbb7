import { comparedAucs } from "../figures/comparedAucs.js";
import { comparisonFigure } from "../figures/comparisonFigure.js";
import type { Figure } from "../figures/figure.js";
import { decimal, withInterval } from "../figures/numbers.js";
import type { FoldsComparison } from "./compareFolds.js";
import { rowTable, sentenceTable } from "./figures.js";
import { differenceRows, estimateRows, pText, type Row } from "./tables.js";
import { verdict } from "./verdict.js";

/** The tests of each pair of cross-validations; p-values two-sided. */
export function foldsPairRows({ pairs }: FoldsComparison): Row[] {
  return pairs.map(({ candidate, auc, adjustedP, adjustedSwapP, calls, detectable }) => ({
    run: candidate,
    "AUC gained inside folds (DeLong)": withInterval(auc.difference),
    "p (Holm)": pText(adjustedP),
    "swap p (Holm)": pText(adjustedSwapP),
    "only it right : only first right": `${calls.onlyCandidateRight} : ${calls.onlyBaselineRight}`,
    "McNemar p": pText(calls.midP),
    detectable: decimal(detectable),
  }));
}

/** One sentence a pair, and which number to believe. */
export function foldsVerdicts({ pairs, runs }: FoldsComparison): string[] {
  const { images, groups } = runs[0]!.evidence.judged;
  const { verdicts } = pairs[0]!;
  return [
    ...pairs.map((pair) => verdict(pair)),
    groups < images || verdicts > images
      ? `${verdicts} verdicts on ${images} images of ${groups} groups: told apart are two where DeLong's and the swap test both say so. ` +
        "Both count groups, but with few of them in a fold DeLong's is too sure; McNemar's takes verdicts as independent and is too sure."
      : `Every one of ${images} images is a group of its own and was held out once: told apart are two where DeLong's and the swap test both say so; ` +
        "McNemar's holds for these models' calls.",
    "The folds' models are taken as they are: other seeds and other training images are not in any interval.",
    ...(pairs.length > 1
      ? [`p-values are those of ${pairs.length} comparisons together (Holm); McNemar's and the intervals are not.`]
      : []),
  ];
}

/** The whole comparison as figures by heading, in reading order. */
export function foldsReportFigures(comparison: FoldsComparison): Record<string, Figure> {
  const { runs, pairs, warnings } = comparison;
  const aucs = runs.map(({ name, evidence: { metrics, withinRegion } }) => {
    return { name, auc: metrics.test.auc, ...(withinRegion && { withinRegion: withinRegion.macroAverage }) };
  });
  const gains = pairs.map(({ candidate, auc, adjustedP, adjustedSwapP }) => {
    return { name: candidate, comparison: { ...auc, pValue: Math.max(adjustedP, adjustedSwapP) } }; // NaN stays
  });
  return {
    "What it comes to": sentenceTable([
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...foldsVerdicts(comparison),
    ]),
    "What differs": rowTable(differenceRows(runs), "Nothing differs but what trained them."),
    AUC: comparedAucs(aucs, "held-out"),
    Metrics: rowTable(estimateRows(runs, "held out")),
    "Gain (p: the greater of DeLong's and the swap test's)": comparisonFigure(gains, {
      baselineName: runs[0]!.name,
      confidence: runs[0]!.evidence.confidence,
    }),
    Tests: rowTable(foldsPairRows(comparison)),
  };
}
