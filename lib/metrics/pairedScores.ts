/** Two models judged on the same images, one entry an image in every list. Differences are candidate - baseline. */
export interface PairedScores {
  /** 0 or 1; 1 is fractured. */
  labels: ArrayLike<number>;
  /** Images that may show the same patient share a group. */
  groups: readonly string[];
  baseline: ArrayLike<number>;
  candidate: ArrayLike<number>;
}
