import type { AucPart } from "./aucCovariance.js";
import { aucEstimate, type AucEstimate } from "./aucEstimate.js";
import type { Confidence } from "./confidence.js";
import { countPositives, requireGroups, requireScored } from "./requireScored.js";
import type { Scored } from "./summarize.js";

/** The held-out images of one fold, with one name an image: its region, view, machine. */
export interface StratifiedFold extends Scored {
  strata: readonly string[];
}

export interface CrossValidatedStratum {
  stratum: string;
  /** Verdicts that count: in repeats an image has several. */
  n: number;
  positives: number;
  groups: number;
  auc: AucEstimate;
}

export interface CrossValidatedAucWithin {
  /** The largest first. */
  strata: CrossValidatedStratum[];
  /** Those with too few images of a class to count. */
  leftOut: string[];
  /** Every stratum counts alike; undefined when none counts. */
  macroAverage: AucEstimate | undefined;
  /** Every pair of a fractured and an intact image of one stratum and fold counts alike; undefined when none counts. */
  pairAverage: AucEstimate | undefined;
}

/**
 * The AUC among images of the same stratum and the same fold: {@link crossValidatedAuc} with regions held apart as well.
 * Folds weigh by their pairs of a fractured and an intact image. Only folds count that have both classes of the stratum
 * from two groups each: one group alone shows no spread.
 * @param options.leastImagesOfClass strata with fewer counting images of either class are left out, and named
 * @throws RangeError on different lengths, a label other than 0 and 1, or a score that is not finite
 */
export function crossValidatedAucWithin(
  folds: readonly StratifiedFold[],
  { confidence = 0.95, leastImagesOfClass = 5 }: { confidence?: Confidence; leastImagesOfClass?: number } = {},
): CrossValidatedAucWithin {
  for (const { labels, scores, groups, strata } of folds) {
    requireScored(labels, scores);
    requireGroups(labels, groups);
    if (strata.length !== labels.length) {
      throw new RangeError(
        `Expected one stratum a label. Received: ${labels.length} labels and ${strata.length} strata`,
      );
    }
  }
  const names = [...new Set(folds.flatMap(({ strata }) => strata))].sort();
  const found = names.map((stratum) => ({ stratum, parts: folds.flatMap((fold) => partOf(fold, stratum)) }));
  const counted = found
    .map(({ stratum, parts }) => ({ stratum, parts, ...countsOf(parts) }))
    .filter(({ n, positives }) => positives >= leastImagesOfClass && n - positives >= leastImagesOfClass)
    .sort((a, b) => b.n - a.n);
  const kept = new Set(counted.map(({ stratum }) => stratum));
  return {
    strata: counted.map(({ parts, ...stratum }) => ({ ...stratum, auc: aucEstimate(weighted(parts), confidence) })),
    leftOut: names.filter((name) => !kept.has(name)),
    macroAverage: average(
      counted.flatMap(({ parts }) => weighted(parts, 1 / counted.length)),
      confidence,
    ),
    pairAverage: average(weighted(counted.flatMap(({ parts }) => parts)), confidence),
  };
}

type Part = Omit<AucPart, "weight"> & { pairs: number };

function partOf({ labels, scores, groups, strata }: StratifiedFold, stratum: string): Part[] {
  const images = Array.from(strata, (_, i) => i).filter((i) => strata[i] === stratum);
  const groupsOf = (label: number): number =>
    new Set(images.filter((i) => labels[i] === label).map((i) => groups[i]!)).size;
  if (groupsOf(0) < 2 || groupsOf(1) < 2) return [];
  const ownLabels = images.map((i) => labels[i]!);
  const positives = countPositives(ownLabels);
  return [
    {
      labels: ownLabels,
      groups: images.map((i) => groups[i]!),
      scores: [images.map((i) => scores[i]!)],
      pairs: positives * (images.length - positives),
    },
  ];
}

function countsOf(parts: readonly Part[]): Pick<CrossValidatedStratum, "n" | "positives" | "groups"> {
  return {
    n: parts.reduce((sum, { labels }) => sum + labels.length, 0),
    positives: parts.reduce((sum, { labels }) => sum + countPositives(labels), 0),
    groups: new Set(parts.flatMap(({ groups }) => groups)).size,
  };
}

/** Weights by pairs that add up to `total`. */
function weighted(parts: readonly Part[], total = 1): AucPart[] {
  const pairs = parts.reduce((sum, part) => sum + part.pairs, 0);
  return parts.map(({ pairs: own, ...part }) => ({ ...part, weight: (total * own) / pairs }));
}

function average(parts: readonly AucPart[], confidence: Confidence): AucEstimate | undefined {
  return parts.length === 0 ? undefined : aucEstimate(parts, confidence);
}
