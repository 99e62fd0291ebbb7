/**
 * Variance of an AUC that is known by its value and the number of images alone, under negative exponential scores
 * (Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747). Takes the images as independent.
 * @param auc in [0, 1]
 * @param positives fractured images, above 0
 * @param negatives intact images, above 0
 */
export function hanleyMcNeilVariance(auc: number, positives: number, negatives: number): number {
  const q1 = auc / (2 - auc); // two fractured images above one intact one
  const q2 = (2 * auc ** 2) / (1 + auc); // one fractured image above two intact ones
  const spread = auc * (1 - auc) + (positives - 1) * (q1 - auc ** 2) + (negatives - 1) * (q2 - auc ** 2);
  return spread / (positives * negatives);
}
