import { z } from "zod";

/** Random changes that keep the label. Ranges are symmetric: rotationDegrees 10 means -10 .. 10. */
export const augmentConfigSchema = z.strictObject({
  /** Chance of a mirror image: left and right limbs are alike. */
  flipProb: z.number().min(0).max(1).default(0.5),
  rotationDegrees: z.number().min(0).max(180).default(10),
  /** Largest move, as a share of the side. */
  shiftShare: z.number().min(0).max(0.5).default(0.05),
  /** Largest change of size: 0.1 means 0.9 .. 1.1. */
  zoomShare: z.number().min(0).max(0.9).default(0.1),
  /** Largest change of contrast about black: 0.2 means grey values times 0.8 .. 1.2. */
  contrastShare: z.number().min(0).max(0.9).default(0.2),
});

export type AugmentConfig = z.infer<typeof augmentConfigSchema>;
