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
 * From here on two files are taken for one radiograph. Set on copies made from one half of the FracAtlas sample: above it lie
 * none of 4,100 pairs of strangers that share keypoints, but for two pairs of neighbouring numbers that show one exposure,
 * and 97 % of 2,800 pairs of copies; those that fall short are mostly tied by another. The other half's figures are in data/README.md.
 */
export const copyLikeness = 0.925;

/** Less can agree by chance: a straight shaft lies well upon any other. */
const leastPixels = 1500;
/** Copies share more; sheets with two views, of which one is on another sheet, share half. */
const leastOverlap = 0.65;

/** How surely two files are one radiograph: the two correlations, raised by many keypoints and lowered by few; 0 when too little lies together. */
export function likeness({ correlation, detail, overlap, pixels, inliers }: Alignment): number {
  if (pixels < leastPixels || overlap < leastOverlap || inliers < 1) return 0;
  return Math.max(0, 0.3 * correlation + 0.7 * detail + 0.05 * Math.log(inliers / 10));
}
