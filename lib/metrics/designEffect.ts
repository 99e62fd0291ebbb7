import { delongAuc } from "./delongAuc.js";
import type { Scored } from "./summarize.js";

/**
 * How many times larger the variance of the AUC is than if every image were a patient of its own (Kish 1965):
 * Obuchowski's variance over DeLong's. n images in groups tell as much as n / designEffect independent ones.
 * @returns about 1 without likeness inside groups; NaN when the AUC is 0 or 1, or all images of a class are of one group
 * @throws RangeError on different lengths, one class only, or a score that is not finite
 */
export function designEffect(scored: Scored): number {
  const alone = delongAuc({ ...scored, groups: scored.groups.map((_, i) => String(i)) });
  return (delongAuc(scored).standardError / alone.standardError) ** 2;
}
