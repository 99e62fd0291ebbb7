import { twoSidedZ, type Confidence } from "./confidence.js";

/**
 * Interval of an AUC known by its value and counts alone, as of a paper; the one that keeps a width at an AUC of exactly
 * 0 or 1. Score-like: the AUCs whose own variance puts the observed one within z (Newcombe 2006, method 5,
 * doi:10.1002/sim.2324).
 * @param auc in [0, 1]
 * @param positives fractured images (or groups, where images of a group resemble each other), above 0
 * @param negatives intact ones, above 0
 * @throws RangeError on an AUC outside [0, 1], a count that is not above 0 or another confidence
 */
export function newcombeAucInterval(
  auc: number,
  positives: number,
  negatives: number,
  confidence: Confidence = 0.95,
): { low: number; high: number } {
  if (!(auc >= 0 && auc <= 1)) throw new RangeError(`Expected an AUC in [0, 1]. Received: ${auc}`);
  if (!(positives > 0 && negatives > 0)) {
    throw new RangeError(`Expected images of both classes. Received: ${positives} and ${negatives}`);
  }
  const z = twoSidedZ(confidence);
  const variance = (theta: number): number => {
    const meanOthers = (positives + negatives) / 2 - 1;
    const factor = 1 + meanOthers * ((1 - theta) / (2 - theta) + theta / (1 + theta));
    return (theta * (1 - theta) * factor) / (positives * negatives);
  };
  const isTooFar = (theta: number): boolean => (auc - theta) ** 2 > z ** 2 * variance(theta);
  return {
    low: auc === 0 ? 0 : boundary(0, auc, isTooFar),
    high: auc === 1 ? 1 : boundary(1, auc, isTooFar),
  };
}

/** Bisection between a point that is too far and one that is near enough. */
function boundary(far: number, near: number, isTooFar: (theta: number) => boolean): number {
  for (let step = 0; step < 60; step++) {
    const middle = (far + near) / 2;
    if (isTooFar(middle)) far = middle;
    else near = middle;
  }
  return near;
}
