import { midranks } from "./midranks.js";
import { requireBothClasses } from "./requireScored.js";

/**
 * DeLong's structural components: for each fractured image the share of the intact ones that score below it, for each
 * intact image the share of the fractured ones that score above it; ties count half. Either class's mean is the AUC.
 * By midranks, O(n log n) where the definition takes O(n^2) (Sun & Xu 2014, doi:10.1109/LSP.2014.2337313).
 * @param labels 0 or 1, length n, both classes present
 * @param scores any finite numbers, length n; higher = more likely fractured
 * @returns length n, in the order of the images, each in [0, 1]
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function placements(labels: ArrayLike<number>, scores: ArrayLike<number>): Float64Array {
  const positives = requireBothClasses(labels, scores);
  const negatives = labels.length - positives;
  const rankAmongAll = midranks(scores);
  const result = new Float64Array(labels.length);
  for (const label of [0, 1]) {
    const images = Array.from(rankAmongAll, (_, i) => i).filter((i) => labels[i] === label);
    const rankInClass = midranks(images.map((i) => scores[i]!));
    images.forEach((image, k) => {
      const othersBelow = rankAmongAll[image]! - rankInClass[k]!;
      result[image] = label === 1 ? othersBelow / negatives : 1 - othersBelow / positives;
    });
  }
  return result;
}
