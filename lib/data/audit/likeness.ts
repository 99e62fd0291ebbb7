/** What laying one radiograph upon another showed; the six numbers of fracture-kernels' alignCopies. */
export interface Alignment {
  /** Correlation of locally normalised grey levels, -1 .. 1; -1 when no pose was found. */
  correlation: number;
  /** The same by windows a third as wide: texture and edges of bone rather than its shape. */
  detail: number;
  /** Share of the smaller picture that lies upon the other, 0 .. 1. */
  overlap: number;
  /** What the correlation rests on. */
  pixels: number;
  /** Matched keypoints that agree on the pose. */
  inliers: number;
  /** Longest over shortest axis of what a circle becomes; 1 when the copy is only turned, moved and resized. */
  stretch: number;
}

/**
 * From here on two files are taken for one radiograph. Set on copies made from one half of the FracAtlas sample: of 11,400
 * pairs of strangers that share keypoints one lies above it (one patient in one pose), and 95 % of 5,100 pairs of copies;
 * copies that fall short are mostly tied by another. The other half's figures are in data/README.md.
 */
export const copyLikeness = 0.88;

/** Less can agree by chance: a straight shaft lies well upon any other. */
const leastPixels = 1500;
const leastOverlap = 0.3;
/** Squashing to a square stretches by about that much; strangers come to agree by more. */
const freeLogStretch = 0.1;

/** How surely two files are one radiograph: the two correlations, raised by many keypoints, lowered by odd shapes; 0 when too little lies together. */
export function likeness({ correlation, detail, overlap, pixels, inliers, stretch }: Alignment): number {
  if (pixels < leastPixels || overlap < leastOverlap || inliers < 1) return 0;
  const byKeypoints = 0.03 * Math.log(inliers / 10);
  const byShape = 0.2 * Math.max(0, Math.log(stretch) - freeLogStretch);
  return Math.max(0, 0.3 * correlation + 0.7 * detail + byKeypoints - byShape);
}
