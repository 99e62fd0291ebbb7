/**
 * The input contract that every metric shares: labels 0 or 1 and one finite score each.
 * @throws RangeError on no images, different lengths, another label, or a score that is not finite
 */
export function requireScored(labels: ArrayLike<number>, scores: ArrayLike<number>): void {
  if (labels.length === 0) throw new RangeError("Expected at least one image. Received: none");
  if (labels.length !== scores.length) {
    throw new RangeError(`Expected one score a label. Received: ${labels.length} labels and ${scores.length} scores`);
  }
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 0 && labels[i] !== 1) {
      throw new RangeError(`Expected labels of 0 or 1. Received: ${String(labels[i])} at ${i}`);
    }
    if (!Number.isFinite(scores[i])) {
      throw new RangeError(`Expected finite scores. Received: ${String(scores[i])} at ${i}`);
    }
  }
}

/** As {@link requireScored}, and every score is a probability. @throws RangeError on one outside [0, 1] */
export function requireProbabilities(labels: ArrayLike<number>, probs: ArrayLike<number>): void {
  requireScored(labels, probs);
  for (let i = 0; i < probs.length; i++) {
    if (probs[i]! < 0 || probs[i]! > 1) {
      throw new RangeError(`Expected probabilities in [0, 1]. Received: ${probs[i]!} at ${i}`);
    }
  }
}

/**
 * As {@link requireScored}, and neither class is missing.
 * @returns how many images are of class 1
 * @throws RangeError when all images are of one class
 */
export function requireBothClasses(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  requireScored(labels, scores);
  const positives = countPositives(labels);
  if (positives === 0 || positives === labels.length) {
    throw new RangeError(`Expected both classes. Received: ${labels.length} of class ${positives === 0 ? 0 : 1}`);
  }
  return positives;
}

/** How many labels are 1. */
export function countPositives(labels: ArrayLike<number>): number {
  let positives = 0;
  for (let i = 0; i < labels.length; i++) positives += labels[i]!;
  return positives;
}

/** One group a label. @throws RangeError on different lengths */
export function requireGroups(labels: ArrayLike<number>, groups: readonly string[]): void {
  if (groups.length !== labels.length) {
    throw new RangeError(`Expected one group a label. Received: ${labels.length} labels and ${groups.length} groups`);
  }
}
