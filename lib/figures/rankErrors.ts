/** Image numbers, the surest error first. */
export interface RankedErrors {
  /** Fractures that were not called, the lowest probability first. */
  missed: number[];
  /** Intact bones that were called fractured, the highest probability first. */
  falseAlarms: number[];
}

/**
 * The errors of a classifier by how sure it was of them.
 * @param labels 0 or 1, length n; 1 is fractured
 * @param probs of "fractured", length n
 * @throws RangeError when there is not one probability an image
 */
export function rankErrors(labels: ArrayLike<number>, probs: ArrayLike<number>, thresholdProb: number): RankedErrors {
  if (probs.length !== labels.length) {
    throw new RangeError(`Expected one probability an image. Received: ${probs.length} for ${labels.length} images`);
  }
  const errors = Array.from(labels, (_, i) => i).filter((i) => (labels[i] === 1) !== probs[i]! >= thresholdProb);
  return {
    missed: errors.filter((i) => labels[i] === 1).sort((a, b) => probs[a]! - probs[b]! || a - b),
    falseAlarms: errors.filter((i) => labels[i] === 0).sort((a, b) => probs[b]! - probs[a]! || a - b),
  };
}
