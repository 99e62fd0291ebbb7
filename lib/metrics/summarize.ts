import { measure, metricNames, type MetricName } from "./measure.js";
import { groupBootstrap, type BootstrapOptions } from "./groupBootstrap.js";
import { mean } from "./mean.js";
import { perfectInterval, type CalledImage } from "./perfectInterval.js";
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

/** Scored images with the threshold that calls them. */
export interface Called extends Scored {
  /** Chosen on validation images; "fractured" is called at or above it. */
  thresholdProb: number;
  /**
   * What AUC and average precision rank the images by, in the order of the scores but finer: logits, where a calibration
   * ties probabilities. The scores when left out.
   */
  ranking?: ArrayLike<number>;
}

export type SummarizeOptions = Called & BootstrapOptions;

/**
 * The headline metrics of one set of images, each with its group-bootstrap interval (BCa). The order of the images
 * does not matter. A proportion or an AUC of exactly 0 or 1 has no bootstrap spread; its interval is Wilson's or
 * Newcombe's over the groups.
 * `ece` has no interval (NaN): resampling adds the very noise that it counts. See eceIfCalibrated for what to hold it
 * against.
 * @throws RangeError on different lengths, labels other than 0 and 1, or a probability outside [0, 1]
 */
export function summarize(options: SummarizeOptions): Summary {
  return summarizeMean([options], options);
}

/**
 * The same of the means over the folds of a cross-validation, each fold called at its own threshold. Groups are resampled
 * over all folds at once, and one that repeats hold out again is one witness: the intervals are those of other held-out
 * patients, given these models.
 * @throws RangeError as {@link summarize}
 */
export function summarizeMean(folds: readonly Called[], options: BootstrapOptions): Summary {
  const parts = folds.map(sorted);
  const groups = parts.flatMap((part) => part.groups);
  const measured = (drawn: Uint32Array): number[] => {
    let [from, first] = [0, 0]; // among the drawn images, which rise, and among all
    const each = parts.map((part) => {
      const [start, firstOfPart] = [from, first];
      first += part.groups.length;
      while (from < drawn.length && drawn[from]! < first) from++;
      return measureDrawn(part, drawn.subarray(start, from), firstOfPart);
    });
    return metricNames.map((name) => mean(each.map((values) => values[name])));
  };
  const values = measured(Uint32Array.from(groups, (_, image) => image));
  const intervals = groupBootstrap(groups, measured, options);
  const images = parts.flatMap(calledImages);
  const estimates = metricNames.map((name, k): [MetricName, Estimate] => {
    const value = values[k]!;
    if (name === "ece") return [name, { value, low: NaN, high: NaN }];
    const { low, high, undefinedResamples } = intervals[k]!;
    const perfect = perfectInterval(name, value, images, options.confidence);
    const interval = perfect ?? (low === high ? noInterval : { low, high });
    const estimate = { value, ...interval };
    return [name, undefinedResamples > 0 && !perfect ? { ...estimate, undefinedResamples } : estimate];
  });
  return Object.fromEntries(estimates) as Summary;
}

interface SortedPart {
  labels: Float64Array;
  scores: Float64Array;
  ranking: Float64Array;
  groups: string[];
  thresholdProb: number;
}

/** Sorted once, so that no resample has to be sorted again, and so that sums add up in one order. */
function sorted({ labels, scores, groups, thresholdProb, ranking = scores }: Called): SortedPart {
  requireProbabilities(labels, scores);
  requireScored(labels, ranking);
  requireGroups(labels, groups);
  const order = Array.from(groups, (_, i) => i).sort(
    (a, b) => ranking[b]! - ranking[a]! || labels[a]! - labels[b]! || (groups[a]! < groups[b]! ? -1 : 1),
  );
  return {
    labels: Float64Array.from(order, (i) => labels[i]!),
    scores: Float64Array.from(order, (i) => scores[i]!),
    ranking: Float64Array.from(order, (i) => ranking[i]!),
    groups: order.map((i) => groups[i]!),
    thresholdProb,
  };
}

/** @param first number of the part's first image among those of all parts */
function measureDrawn(part: SortedPart, drawn: Uint32Array, first: number): Record<MetricName, number> {
  if (drawn.length === 0) return undefinedMetrics; // a resample without any group of this fold
  const [labels, scores, ranking] = [part.labels, part.scores, part.ranking].map((values) =>
    Float64Array.from(drawn, (i) => values[i - first]!),
  ) as [Float64Array, Float64Array, Float64Array];
  return measure(labels, scores, part.thresholdProb, ranking);
}

const undefinedMetrics = Object.fromEntries(metricNames.map((name) => [name, NaN])) as Record<MetricName, number>;

function calledImages({ labels, scores, groups, thresholdProb }: SortedPart): CalledImage[] {
  return groups.map((group, i) => ({ label: labels[i]!, calledFractured: scores[i]! >= thresholdProb, group }));
}

/** Of a metric without a spread of its own and without a formula, such as an F1 of exactly 1. */
const noInterval = { low: NaN, high: NaN };
