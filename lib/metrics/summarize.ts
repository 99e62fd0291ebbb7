import { measure, metricNames, type MetricName } from "./measure.js";
import { groupBootstrap, type BootstrapOptions } from "./groupBootstrap.js";
import { perfectInterval } from "./perfectInterval.js";
import { requireGroups, requireProbabilities, requireScored } from "./requireScored.js";

/** A metric with the interval that its groups leave open. NaN means undefined (no image of one class, say). */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  /** Bootstrap resamples that could not be used, when there were any: the interval rests on the others. */
  undefinedResamples?: number;
}

export type Summary = Record<MetricName, Estimate>;

/** Scored images, one entry each in every list. */
export interface Scored {
  /** 0 or 1; 1 is fractured. */
  labels: ArrayLike<number>;
  /** Probability of fractured, in [0, 1]. */
  scores: ArrayLike<number>;
  /** Images that may show the same patient share a group. */
  groups: readonly string[];
}

export interface SummarizeOptions extends Scored, BootstrapOptions {
  /** Chosen on validation images; "fractured" is called at or above it. */
  thresholdProb: number;
  /**
   * What AUC and average precision rank the images by, in the order of the scores but finer: logits, where a calibration
   * ties probabilities. The scores when left out.
   */
  ranking?: ArrayLike<number>;
}

/**
 * The headline metrics of one set of images, each with its group-bootstrap interval (BCa). The order of the images
 * does not matter. A proportion or an AUC of exactly 0 or 1 has no bootstrap spread; its interval is Wilson's or
 * Newcombe's over the groups.
 * `ece` has no interval (NaN): resampling adds the very noise that it counts, and the bootstrap's held the true
 * calibration error in none of 300 simulations.
 * @throws RangeError on different lengths, labels other than 0 and 1, or a probability outside [0, 1]
 */
export function summarize(options: SummarizeOptions): Summary {
  const { labels, scores, groups, thresholdProb, ranking = scores } = options;
  requireProbabilities(labels, scores);
  requireScored(labels, ranking);
  requireGroups(labels, groups);
  // Sorted once, so that no resample has to be sorted again, and so that sums add up in one order.
  const order = Array.from(groups, (_, i) => i).sort(
    (a, b) => ranking[b]! - ranking[a]! || labels[a]! - labels[b]! || (groups[a]! < groups[b]! ? -1 : 1),
  );
  const sorted = {
    labels: Float64Array.from(order, (i) => labels[i]!),
    scores: Float64Array.from(order, (i) => scores[i]!),
    ranking: Float64Array.from(order, (i) => ranking[i]!),
    groups: order.map((i) => groups[i]!),
  };
  const values = measure(sorted.labels, sorted.scores, thresholdProb, sorted.ranking);
  const intervals = groupBootstrap(
    sorted.groups,
    (drawn) => {
      const [drawnLabels, drawnScores, drawnRanking] = [sorted.labels, sorted.scores, sorted.ranking].map((values) =>
        Float64Array.from(drawn, (i) => values[i]!),
      ) as [Float64Array, Float64Array, Float64Array];
      const drawnValues = measure(drawnLabels, drawnScores, thresholdProb, drawnRanking);
      return metricNames.map((name) => drawnValues[name]);
    },
    options,
  );
  const estimates = metricNames.map((name, k): [MetricName, Estimate] => {
    if (name === "ece") return [name, { value: values.ece, low: NaN, high: NaN }];
    const { low, high, undefinedResamples } = intervals[k]!;
    const perfect = perfectInterval(name, values[name], sorted, thresholdProb, options.confidence);
    const interval = perfect ?? (low === high ? noInterval : { low, high });
    const estimate = { value: values[name], ...interval };
    return [name, undefinedResamples > 0 && !perfect ? { ...estimate, undefinedResamples } : estimate];
  });
  return Object.fromEntries(estimates) as Summary;
}

/** Of a metric without a spread of its own and without a formula, such as an F1 of exactly 1. */
const noInterval = { low: NaN, high: NaN };
