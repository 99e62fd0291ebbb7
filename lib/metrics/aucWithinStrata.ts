import type { AucEstimate } from "./aucEstimate.js";
import { delongAuc } from "./delongAuc.js";
import { groupBootstrap, type BootstrapOptions } from "./groupBootstrap.js";
import { countPositives, requireGroups, requireScored } from "./requireScored.js";
import { rocAuc } from "./rocAuc.js";
import type { Estimate, Scored } from "./summarize.js";

export interface StratumAuc {
  stratum: string;
  n: number;
  positives: number;
  /** Distinct groups (patients). */
  groups: number;
  auc: AucEstimate;
}

export interface AucWithinStrata {
  /** Those that count, the largest first. */
  strata: StratumAuc[];
  /** Those with too few images of a class to count. */
  leftOut: string[];
  /** Every stratum counts alike; bootstrap interval over groups. NaN when no stratum counts. */
  macroAverage: Estimate;
  /** Every pair of a fractured and an intact image of one stratum counts alike; bootstrap interval over groups. */
  pairAverage: Estimate;
}

export interface AucWithinStrataOptions extends Scored, BootstrapOptions {
  /** One name an image: its region, view, machine. */
  strata: readonly string[];
  /** A stratum with fewer images of either class is left out, and named. */
  leastImagesOfClass?: number;
}

/**
 * The AUC among images of the same region: what is left of it when regions cannot be told apart to any profit. A model
 * that knows the region alone has an AUC above 0.5 over all images and of 0.5 here (stratified, or covariate-adjusted,
 * AUC: Janes & Pepe 2009, doi:10.1093/biomet/asp002).
 * A bootstrap resample in which a stratum lost a class has no macro average and is left out; it is counted.
 * @throws RangeError on different lengths, a label other than 0 and 1, or a score that is not finite
 */
export function aucWithinStrata(options: AucWithinStrataOptions): AucWithinStrata {
  requireScored(options.labels, options.scores);
  requireGroups(options.labels, options.groups);
  if (options.strata.length !== options.labels.length) {
    throw new RangeError(
      `Expected one stratum a label. Received: ${options.labels.length} labels and ${options.strata.length} strata`,
    );
  }
  const { labels, scores, groups, strata, leastImagesOfClass = 5, ...bootstrap } = byFallingScore(options);
  const parts = [...new Set(strata)].map((stratum) => {
    const images = Array.from(strata, (_, i) => i).filter((i) => strata[i] === stratum);
    return {
      stratum,
      labels: images.map((i) => labels[i]!),
      scores: images.map((i) => scores[i]!),
      groups: images.map((i) => groups[i]!),
    };
  });
  const least = Math.max(1, leastImagesOfClass);
  const counts = (part: (typeof parts)[number]): boolean => {
    const positives = countPositives(part.labels);
    return Math.min(positives, part.labels.length - positives) >= least;
  };
  const counted = parts
    .filter(counts)
    .sort((a, b) => b.labels.length - a.labels.length || (a.stratum < b.stratum ? -1 : 1));
  const numberOf = new Map(counted.map(({ stratum }, s) => [stratum, s]));
  const averagesOf = (drawn: ArrayLike<number>): number[] => {
    const drawnOf = counted.map(() => [] as number[]);
    for (let k = 0; k < drawn.length; k++) {
      const s = numberOf.get(strata[drawn[k]!]!);
      if (s !== undefined) drawnOf[s]!.push(drawn[k]!);
    }
    return averages(drawnOf.map((images) => aucAndPairs(images, labels, scores)));
  };
  const values = averagesOf(Array.from(groups, (_, i) => i));
  const [macro, pair] = groupBootstrap(groups, averagesOf, bootstrap);
  return {
    strata: counted.map((part) => ({
      stratum: part.stratum,
      n: part.labels.length,
      positives: countPositives(part.labels),
      groups: new Set(part.groups).size,
      auc: delongAuc(part, bootstrap.confidence),
    })),
    leftOut: parts
      .filter((part) => !counts(part))
      .map(({ stratum }) => stratum)
      .sort(),
    macroAverage: { value: values[0]!, ...macro! },
    pairAverage: { value: values[1]!, ...pair! },
  };
}

/** Sorted once, so that no resample has to be. */
function byFallingScore(options: AucWithinStrataOptions): AucWithinStrataOptions {
  const { labels, scores, groups, strata } = options;
  const order = Array.from(strata, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  return {
    ...options,
    labels: order.map((i) => labels[i]!),
    scores: order.map((i) => scores[i]!),
    groups: order.map((i) => groups[i]!),
    strata: order.map((i) => strata[i]!),
  };
}

interface AucAndPairs {
  /** NaN without a pair. */
  auc: number;
  pairs: number;
}

function aucAndPairs(images: number[], labels: ArrayLike<number>, scores: ArrayLike<number>): AucAndPairs {
  const drawnLabels = Float64Array.from(images, (i) => labels[i]!);
  const positives = countPositives(drawnLabels);
  const pairs = positives * (images.length - positives);
  const drawnScores = Float64Array.from(images, (i) => scores[i]!);
  return { auc: pairs === 0 ? NaN : rocAuc(drawnLabels, drawnScores), pairs };
}

/** @returns macro, then pair average */
function averages(parts: readonly AucAndPairs[]): [macro: number, pair: number] {
  let [sum, weighted, pairs] = [0, 0, 0];
  for (const part of parts) {
    sum += part.auc;
    weighted += part.pairs === 0 ? 0 : part.pairs * part.auc;
    pairs += part.pairs;
  }
  return [sum / parts.length, weighted / pairs];
}
