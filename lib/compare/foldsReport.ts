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
  return pairs.map(({ candidate, auc, adjustedP, swapP, calls, detectable }) => ({
    run: candidate,
    "AUC gained inside folds (DeLong)": withInterval(auc.difference),
    "p (Holm)": pText(adjustedP),
    "swap p": pText(swapP),
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
    ...pairs.map((pair) => verdict(pair, "held-out")),
    groups < images || verdicts > images
      ? `${verdicts} verdicts on ${images} images of ${groups} groups: believe DeLong's and the swap test, which count groups; ` +
        "McNemar's takes verdicts as independent and is too sure."
      : `Every one of ${images} images is a group of its own and was held out once: McNemar's test holds for these models.`,
    "The folds' models are taken as they are: other seeds and other training images are not in any interval.",
    ...(pairs.length > 1
      ? [
          `p-values are those of ${pairs.length} tests together (Holm), swap and McNemar's are not; nor are the intervals.`,
        ]
      : []),
  ];
}

/** The whole comparison as figures by heading, in reading order. */
export function foldsReportFigures(comparison: FoldsComparison): Record<string, Figure> {
  const { runs, pairs, warnings } = comparison;
  const aucs = runs.map(({ name, evidence: { metrics, withinRegion } }) => {
    return { name, auc: metrics.test.auc, ...(withinRegion && { withinRegion: withinRegion.macroAverage }) };
  });
  const gains = pairs.map(({ candidate, auc, adjustedP }) => {
    return { name: candidate, comparison: { ...auc, pValue: adjustedP } };
  });
  return {
    "What it comes to": sentenceTable([
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...foldsVerdicts(comparison),
    ]),
    "What differs": rowTable(differenceRows(runs), "Nothing differs but what trained them."),
    AUC: comparedAucs(aucs),
    Metrics: rowTable(estimateRows(runs, "held out")),
    Gain: comparisonFigure(gains, { baselineName: runs[0]!.name, confidence: runs[0]!.evidence.confidence }),
    Tests: rowTable(foldsPairRows(comparison)),
  };
}
