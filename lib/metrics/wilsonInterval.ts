import { twoSidedZ, type Confidence } from "./confidence.js";

/**
 * Interval for a proportion that stays inside [0, 1] and keeps a width at 0 of n and n of n
 * (Wilson 1927, doi:10.1080/01621459.1927.10502953). Takes the n observations as independent.
 * @param successes 0 .. n
 * @param n above 0
 * @throws RangeError on counts that do not fit or another confidence
 */
export function wilsonInterval(
  successes: number,
  n: number,
  confidence: Confidence = 0.95,
): { low: number; high: number } {
  if (!(n > 0) || !(successes >= 0 && successes <= n)) {
    throw new RangeError(`Expected 0 <= successes <= n and n > 0. Received: ${successes} of ${n}`);
  }
  const z = twoSidedZ(confidence);
  const share = successes / n;
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const halfWidth = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - halfWidth), // exact ends, not 1e-17 beside them
    high: successes === n ? 1 : Math.min(1, centre + halfWidth),
  };
}
