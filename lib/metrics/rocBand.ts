import { groupBootstrap, type BootstrapOptions } from "./groupBootstrap.js";
import { countPositives } from "./requireScored.js";
import { rocCurve, type RocCurve } from "./rocCurve.js";
import type { Scored } from "./summarize.js";

/** Where the ROC curve of another sample of such patients may run; all three have the same length. */
export interface RocBand {
  /** Evenly spaced from 0 to 1. */
  falsePositiveRate: number[];
  low: number[];
  high: number[];
}

/**
 * Pointwise group-bootstrap band round a ROC curve: at each false positive rate, percentiles of the resampled curves'
 * sensitivity. Pointwise, so a whole curve leaves it somewhere more often than 1 - confidence says.
 * @param pointCount how many false positive rates, both ends included
 * @throws RangeError on different lengths, one class only, or fewer than 2 points
 */
export function rocBand(scored: Scored, options: BootstrapOptions, pointCount = 51): RocBand {
  if (!(pointCount >= 2)) throw new RangeError(`Expected at least 2 points. Received: ${pointCount}`);
  const { labels, scores, groups } = scored;
  rocCurve(labels, scores); // refuses bad input before a thousand resamples do
  const grid = Array.from({ length: pointCount }, (_, k) => k / (pointCount - 1));
  const intervals = groupBootstrap(
    groups,
    (drawn) => {
      const drawnLabels = Float64Array.from(drawn, (i) => labels[i]!);
      const positives = countPositives(drawnLabels);
      if (positives === 0 || positives === drawn.length) return grid.map(() => NaN);
      const drawnScores = Float64Array.from(drawn, (i) => scores[i]!);
      return sensitivityAt(grid, rocCurve(drawnLabels, drawnScores));
    },
    { method: "percentile", ...options }, // BCa point by point makes a ragged band
  );
  return { falsePositiveRate: grid, low: intervals.map((i) => i.low), high: intervals.map((i) => i.high) };
}

/** The curve's height at rising false positive rates; on a vertical step its upper end. */
function sensitivityAt(grid: readonly number[], { falsePositiveRate, sensitivity }: RocCurve): number[] {
  let k = 0;
  return grid.map((rate) => {
    while (k + 1 < falsePositiveRate.length && falsePositiveRate[k + 1]! <= rate) k++;
    const [x0, y0, x1, y1] = [falsePositiveRate[k]!, sensitivity[k]!, falsePositiveRate[k + 1], sensitivity[k + 1]];
    return x1 === undefined || y1 === undefined ? y0 : y0 + ((rate - x0) / (x1 - x0)) * (y1 - y0);
  });
}
