import { twoSidedZ, type Confidence } from "./confidence.js";
import type { Estimate } from "./summarize.js";
import { twoSidedT } from "./twoSidedT.js";
import { wilsonInterval } from "./wilsonInterval.js";

/**
 * A share of images, such as a sensitivity, with an interval for images that come in groups: Wilson's, on the number of
 * independent images that would leave the same variance (ratio estimate of Rao & Scott 1992, doi:10.2307/2532311;
 * effective size as in Korn & Graubard 1998, who shrink it by the squared ratio of t with one degree an image to t with one
 * a group: a variance from five groups is itself rough). At a share of exactly 0 or 1 the groups are counted.
 * @param hits 0 or 1, length n
 * @param groups one name an image
 * @returns all NaN on no images
 * @throws RangeError on different lengths or another confidence
 */
export function clusteredProportion(
  hits: ArrayLike<number>,
  groups: readonly string[],
  confidence: Confidence = 0.95,
): Estimate {
  if (hits.length !== groups.length) {
    throw new RangeError(`Expected one group an image. Received: ${hits.length} images and ${groups.length} groups`);
  }
  twoSidedZ(confidence); // refuses an unknown level
  const n = hits.length;
  if (n === 0) return { value: NaN, low: NaN, high: NaN };
  let total = 0;
  for (let i = 0; i < n; i++) total += hits[i]!;
  const value = total / n;
  const excess = new Map<string, number>(); // hits of a group beyond the common share
  groups.forEach((group, i) => excess.set(group, (excess.get(group) ?? 0) + hits[i]! - value));
  const effective = effectiveCount(value, n, [...excess.values()], confidence);
  return { value, ...wilsonInterval(value * effective, effective, confidence) };
}

/** At most the images; at least 1. */
function effectiveCount(share: number, n: number, excess: readonly number[], confidence: Confidence): number {
  const groups = excess.length;
  if (groups === 1) return 1; // one patient is one witness
  if (share === 0 || share === 1) return groups;
  const squares = excess.reduce((sum, value) => sum + value ** 2, 0);
  const variance = ((groups / (groups - 1)) * squares) / n ** 2;
  const certainty = (twoSidedT(confidence, n - 1) / twoSidedT(confidence, groups - 1)) ** 2;
  return Math.max(1, Math.min(n, (certainty * share * (1 - share)) / variance));
}
