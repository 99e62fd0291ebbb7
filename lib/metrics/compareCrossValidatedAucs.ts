import { compareAveragedAucs, type AucComparison } from "./compareAucs.js";
import type { Confidence } from "./confidence.js";
import type { PairedScores } from "./pairedScores.js";

/**
 * Two ways of training, cross-validated on the same folds: the mean over k folds of the AUC gained inside each, and its
 * test. In each fold two fixed models judge the same held-out groups, so the variance of the difference is DeLong's over
 * groups (see compareAucs); of folds that share no group they add up, divided by k^2, and a group that repeats hold out
 * again is one witness (influence curves: LeDell, Petersen & van der Laan 2015, doi:10.1214/15-EJS1035). A t-test over the
 * folds' differences is none: the folds' training images overlap (Dietterich 1998, doi:10.1162/089976698300017197).
 * It is given the 2k models: what other training images, or another seed, would change is not in it.
 * @param folds the same held-out images of both; in repeats a group has the same name again
 * @throws RangeError on no folds, or a fold with different lengths, one class only, or a score that is not finite
 */
export function compareCrossValidatedAucs(
  folds: readonly PairedScores[],
  confidence: Confidence = 0.95,
): AucComparison {
  if (folds.length === 0) throw new RangeError("Expected at least one fold. Received: none");
  const parts = folds.map(({ labels, groups, baseline, candidate }) => ({
    labels,
    groups,
    scores: [baseline, candidate],
    weight: 1 / folds.length,
  }));
  return compareAveragedAucs(parts, confidence);
}
