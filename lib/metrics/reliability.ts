import { calibrationCurve, type CalibrationBin } from "./calibrationCurve.js";
import { clusteredProportion } from "./clusteredProportion.js";
import type { Confidence } from "./confidence.js";
import { equalMassBins } from "./equalMassBins.js";
import { requireGroups } from "./requireScored.js";
import type { Scored } from "./summarize.js";

/** A bin of the reliability figure, with the interval of its observed share. */
export interface ReliabilityBin extends CalibrationBin {
  low: number;
  high: number;
}

/**
 * {@link calibrationCurve} with an interval for each observed share that respects groups (see clusteredProportion). The
 * bins are taken as given.
 * @throws RangeError as calibrationCurve, or when there is not one group a label
 */
export function reliability(
  { labels, scores, groups }: Scored,
  { binCount = 10, confidence }: { binCount?: number; confidence?: Confidence } = {},
): ReliabilityBin[] {
  requireGroups(labels, groups);
  const curve = calibrationCurve(labels, scores, binCount);
  return equalMassBins(scores, binCount).map((images, b) => {
    const { low, high } = clusteredProportion(
      images.map((i) => labels[i]!),
      images.map((i) => groups[i]!),
      confidence,
    );
    return { ...curve[b]!, low, high };
  });
}
