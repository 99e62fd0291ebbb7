import { z } from "zod";

/** Which images, and how they become network input. Defaults carry their reason; unknown keys throw. */
export const dataConfigSchema = z.strictObject({
  source: z.enum(["phantom", "fracatlas", "folder"]).default("phantom"),
  /** Folder of the data; not needed for phantom. */
  dir: z.string().optional(),
  /** Side of the square network input in pixels: hairline lines vanish below 96. */
  imageSize: z.int().min(16).max(1024).default(128),
  /** Larger images are refused before decoding: 100 megapixels is three times the largest radiograph seen. */
  maxPixels: z.int().positive().default(100_000_000),
  /** Above this share of unreadable files the run stops: the set is broken, and so would be its results. */
  maxRejectedShare: z.number().min(0).max(1).default(0.2),
  /** Grey values at these percentiles become black and white: exposure differs between machines, anatomy does not. */
  intensityPercentiles: z.tuple([z.number().min(0).max(50), z.number().min(50).max(100)]).default([0.5, 99.5]),
  /** Shares of train, validation and test, for sources that do not come split. */
  split: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]).default([0.7, 0.15, 0.15]),
  /** Its own seed, so that runs with different training seeds are judged on the same images. */
  splitSeed: z.int().min(0).default(1),
  phantom: z
    .strictObject({
      /** Simulated patients; each has 1 to 5 views of several bones. */
      patients: z.int().min(4).default(500),
      /** Its own seed, so that runs with different training seeds share one data set. */
      seed: z.int().min(0).default(1),
    })
    .prefault({}),
});

export type DataConfig = z.infer<typeof dataConfigSchema>;
