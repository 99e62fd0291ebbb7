import { placements } from "./placements.js";
import { countPositives, requireGroups } from "./requireScored.js";

/** Images that are compared with one another: a whole test set, one fold, one region. */
export interface AucPart {
  /** 0 or 1, both classes present. */
  labels: ArrayLike<number>;
  /** One name an image; a group may have images in several parts. */
  groups: readonly string[];
  /** One list of scores a model, as many models in every part. */
  scores: readonly ArrayLike<number>[];
  /** This part's share in the average; the weights of all parts add up to 1. */
  weight: number;
}

export interface AucCovariance {
  /** Weighted mean of the parts' AUCs, one a model. */
  aucs: number[];
  /** [models, models]; NaN when all images of a class in some part are of one group. */
  covariance: number[][];
}

/** What one group adds to one model's AUC through its fractured and its intact images, with small-sample factors. */
interface Share {
  positive: number;
  negative: number;
  positiveInCross: number;
  negativeInCross: number;
}

/**
 * Sampling covariance of AUCs that several models reach on the same images, each AUC a weighted mean over parts.
 * - One part, every image a group of its own: DeLong, DeLong & Clarke-Pearson 1988 (doi:10.2307/2531595).
 * - One part, images in groups: Obuchowski 1997 (doi:10.2307/2533958), which lets images of a group resemble each other.
 * - Several parts: the same group sums added over the parts before they are squared, as in the influence-curve estimate
 *   of LeDell, Petersen & van der Laan 2015 (doi:10.1214/15-EJS1035), so that a group which is in several parts (repeated
 *   cross-validation, a patient with hand and foot) counts as one witness.
 * @throws RangeError on a part with different lengths, one class only, or a score that is not finite
 */
export function aucCovariance(parts: readonly AucPart[]): AucCovariance {
  const models = Array.from({ length: parts[0]?.scores.length ?? 0 }, (_, model) => {
    const shares = new Map<string, Share>();
    let auc = 0;
    for (const part of parts) auc += part.weight * addPart(shares, part, part.scores[model]!);
    return { auc, shares };
  });
  return {
    aucs: models.map(({ auc }) => snapped(auc)),
    covariance: models.map((one) => models.map((other) => sumOfProducts(one.shares, other.shares))),
  };
}

/** Ten weights of 0.1 add up to 1 - 1e-16. */
function snapped(auc: number): number {
  return Math.abs(auc - Math.round(auc)) < 1e-12 ? Math.round(auc) : auc;
}

/** @returns the AUC of this part */
function addPart(shares: Map<string, Share>, part: AucPart, scores: ArrayLike<number>): number {
  const { labels, groups, weight } = part;
  requireGroups(labels, groups);
  const components = placements(labels, scores);
  const positives = countPositives(labels);
  const auc = components.reduce((sum, value, i) => sum + labels[i]! * value, 0) / positives;
  const groupsOf = (label?: number): number =>
    new Set(groups.filter((_, i) => labels[i] === (label ?? labels[i]))).size;
  const [positiveScale, negativeScale, crossScale] = [groupsOf(1), groupsOf(0), groupsOf()].map(
    (count) => weight * Math.sqrt(count / (count - 1)),
  );
  groups.forEach((group, i) => {
    const share = shares.get(group) ?? { positive: 0, negative: 0, positiveInCross: 0, negativeInCross: 0 };
    if (labels[i] === 1) {
      const deviation = (components[i]! - auc) / positives;
      share.positive += positiveScale! * deviation;
      share.positiveInCross += crossScale! * deviation;
    } else {
      const deviation = (components[i]! - auc) / (labels.length - positives);
      share.negative += negativeScale! * deviation;
      share.negativeInCross += crossScale! * deviation;
    }
    shares.set(group, share);
  });
  return auc;
}

function sumOfProducts(one: Map<string, Share>, other: Map<string, Share>): number {
  let sum = 0;
  for (const [group, a] of one) {
    const b = other.get(group)!; // both models scored the same images
    sum += a.positive * b.positive + a.negative * b.negative;
    sum += a.positiveInCross * b.negativeInCross + a.negativeInCross * b.positiveInCross;
  }
  return sum;
}
