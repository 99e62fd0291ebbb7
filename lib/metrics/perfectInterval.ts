import type { Confidence } from "./confidence.js";
import type { MetricName } from "./measure.js";
import { newcombeAucInterval } from "./newcombeAucInterval.js";
import { wilsonInterval } from "./wilsonInterval.js";

/** An image as a threshold calls it. */
export interface CalledImage {
  label: number;
  calledFractured: boolean;
  group: string;
}

/**
 * A sensitivity of 1 in ten patients is not known to be exactly 1, but every bootstrap resample says so. For proportions
 * of exactly 0 or 1 this gives Wilson's interval instead, for an AUC of 0 or 1 Newcombe's, each with the groups (not the
 * images) as the number of observations.
 * @returns undefined when the metric is neither, or is not exactly 0 or 1
 */
export function perfectInterval(
  name: MetricName,
  value: number,
  images: readonly CalledImage[],
  confidence?: Confidence,
): { low: number; high: number } | undefined {
  if (value !== 0 && value !== 1) return undefined;
  const groupsWhere = (isCounted: (image: CalledImage) => boolean): number =>
    new Set(images.filter(isCounted).map(({ group }) => group)).size;
  if (name === "auc") {
    const [positives, negatives] = [1, 0].map((wanted) => groupsWhere(({ label }) => label === wanted));
    return newcombeAucInterval(value, positives!, negatives!, confidence);
  }
  const isCounted = denominators[name];
  if (!isCounted) return undefined;
  const groupCount = groupsWhere(isCounted);
  return wilsonInterval(value * groupCount, groupCount, confidence);
}

/** Which images each proportion is a proportion of. */
const denominators: Partial<Record<MetricName, (image: CalledImage) => boolean>> = {
  sensitivity: ({ label }) => label === 1,
  specificity: ({ label }) => label === 0,
  ppv: ({ calledFractured }) => calledFractured,
  npv: ({ calledFractured }) => !calledFractured,
  accuracy: () => true,
};
