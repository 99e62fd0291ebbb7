import type { AugmentConfig } from "../lib/data/augmentConfig.js";

/** Images as they are: what the peers train on. */
export const noAugmentation: AugmentConfig = {
  flipProb: 0,
  rotationDegrees: 0,
  shiftShare: 0,
  zoomShare: 0,
  contrastShare: 0,
};
