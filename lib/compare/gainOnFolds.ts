import {
  compareCrossValidatedAucs,
  crossValidatedSwapTest,
  detectableFromStandardError,
  holm,
  type AucComparison,
  type Confidence,
} from "../metrics/index.js";
import type { PairedFold } from "./pairFolds.js";

/** What a cross-validation gains over another on the same folds. */
export interface GainOnFolds {
  /** Mean gain inside folds, with DeLong's interval over groups: see compareCrossValidatedAucs. */
  auc: AucComparison;
  /** The same by exchanging the two models' verdicts on whole groups: see crossValidatedSwapTest. */
  swapP: number;
  /** DeLong's p-value, among those of all candidates that have one (Holm). */
  adjustedP: number;
  /** The swap test's likewise; it holds with few groups, where DeLong's is too sure. */
  adjustedSwapP: number;
  /** The gain that this comparison by itself shows four times in five; NaN when the two rank alike or rank perfectly. */
  detectable: number;
}

/**
 * Each candidate against the same baseline, p-values corrected for all of them together.
 * @param candidates as pairFolds joins them; undefined for one that there is nothing to say of
 */
export function gainsOnFolds(
  candidates: readonly (readonly PairedFold[] | undefined)[],
  { seed, confidence }: { seed: number; confidence: Confidence },
): (GainOnFolds | undefined)[] {
  const tests = candidates.map((folds) => {
    if (!folds) return undefined;
    return { auc: compareCrossValidatedAucs(folds, confidence), swapP: crossValidatedSwapTest(folds, { seed }).pValue };
  });
  const adjusted = holm(tests.map((test) => test?.auc.pValue ?? NaN));
  const adjustedSwap = holm(tests.map((test) => test?.swapP ?? NaN));
  return tests.map((test, i) => {
    if (!test) return undefined;
    const { standardError, pValue } = test.auc;
    return {
      ...test,
      adjustedP: adjusted[i]!,
      adjustedSwapP: adjustedSwap[i]!,
      detectable: standardError > 0 && !Number.isNaN(pValue) ? detectableFromStandardError(standardError) : NaN,
    };
  });
}
