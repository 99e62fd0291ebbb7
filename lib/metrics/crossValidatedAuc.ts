import { aucEstimate, type AucEstimate } from "./aucEstimate.js";
import type { Confidence } from "./confidence.js";
import { delongAuc } from "./delongAuc.js";
import type { Scored } from "./summarize.js";

export interface CrossValidatedAuc {
  /** Mean of the folds' AUCs, with its interval. */
  auc: AucEstimate;
  /** Each held-out fold by itself. */
  folds: AucEstimate[];
}

/**
 * The AUC of a k-fold (or repeated k-fold) cross-validation. Images are compared inside their fold alone: scores of two
 * models share no scale, so an AUC of all held-out images pooled is biased (Forman & Scholz 2010,
 * doi:10.1145/1882471.1882479). The variance is that of the held-out groups given the k models, by influence curves
 * (LeDell, Petersen & van der Laan 2015, doi:10.1214/15-EJS1035), summed over all images of a group. The standard
 * deviation of the folds' AUCs is no such thing: it mixes fold size and training, and has no unbiased form (Bengio &
 * Grandvalet 2004). What another training on other data would change is in neither.
 * @param folds the held-out images of each; in repeats a group has the same name again
 * @throws RangeError on no folds, or a fold with different lengths, one class only, or a score that is not finite
 */
export function crossValidatedAuc(folds: readonly Scored[], confidence: Confidence = 0.95): CrossValidatedAuc {
  if (folds.length === 0) throw new RangeError("Expected at least one fold. Received: none");
  const parts = folds.map(({ labels, scores, groups }) => ({
    labels,
    groups,
    scores: [scores],
    weight: 1 / folds.length,
  }));
  return { auc: aucEstimate(parts, confidence), folds: folds.map((fold) => delongAuc(fold, confidence)) };
}
