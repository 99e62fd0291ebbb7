/** What laying one radiograph upon another showed; the five numbers of fracture-kernels' alignCopies. */
export interface Alignment {
  /** Correlation of locally normalised grey levels by tiles, the worst fifth left out, -1 .. 1; -1 when no pose holds. */
  correlation: number;
  /** The same by windows a third as wide: texture and edges of bone rather than its shape. */
  detail: number;
  /** Share of the smaller picture that lies upon the other, 0 .. 1. */
  overlap: number;
  /** What the correlation rests on. */
  pixels: number;
  /** Matched keypoints that agree on the pose. */
  inliers: number;
}

/**
 * From here on two files are taken for one radiograph. Set on copies made from one half of the FracAtlas sample
 * (test/data/audit/measureByKind.ts): of 12,900 pairs of strangers that share keypoints 6 lie above it, nearly all of them
 * one patient exposed twice, and 98 % of 1,366 pairs of copies. The other half's figures are in data/README.md.
 */
export const copyLikeness = 0.945;

/** Less can agree by chance: a straight shaft lies well upon any other. */
const leastPixels = 1500;
/** Copies share more; sheets with two views, of which one is on another sheet, share half. */
const leastOverlap = 0.65;

/** More agreeing keypoints prove nothing by their number: one patient exposed twice in one pose has them, too … */
const enoughInliers = 12;
/** … but for copies that were written upon or are noisy they do by their share: two exposures have no more than that. */
const strangersShare = 0.4;
/** A picture with fewer keypoints than that has little that could disagree. */
const enoughKeypoints = 30;
/** Copies seldom share less; two shafts laid along each other do. */
const usualOverlap = 0.85;

/**
 * How surely two files are one radiograph: the mean of both correlations, raised where more keypoints agree than between
 * two exposures, lowered where few agree, where one of the pictures has few, and where less than most of it lies together;
 * 0 when too little does.
 * @param keypoints of that picture of the two which has fewer
 */
export function likeness({ correlation, detail, overlap, pixels, inliers }: Alignment, keypoints: number): number {
  if (pixels < leastPixels || overlap < leastOverlap || inliers < 1) return 0;
  const agreeing = 0.05 * Math.log(Math.min(inliers, enoughInliers) / 10);
  const sure = inliers > enoughInliers ? 0.15 * Math.log(Math.max(1, inliers / keypoints / strangersShare)) : 0;
  const poor = 0.03 * Math.log(Math.min(1, keypoints / enoughKeypoints));
  const apart = 0.2 * Math.min(0, overlap - usualOverlap);
  return Math.max(0, (correlation + detail) / 2 + agreeing + sure + poor + apart);
}
