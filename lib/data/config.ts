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
  /**
   * "group": the source's own split where no group crosses it, else anew by group. "source": its own, as it comes.
   * "image": at random by image, the usual mistake; refused like any split that a group crosses, unless `allowLeak`.
   */
  splitBy: z.enum(["group", "source", "image"]).default("group"),
  /** A split.csv that a run has written: exactly its images, in the parts that it names. */
  splitFile: z.string().optional(),
  /** Lets a split pass that a group crosses, to measure what it feigns; the run is marked LEAKY. A source's own is kept. */
  allowLeak: z.boolean().default(false),
  /** path,group, such as patients: joined with the groups that the source knows. A table of patients knows no copies. */
  groupsFile: z.string().optional(),
  /** Says that `groupsFile` knows the copies too, as what `npm run audit -- --groups` writes does. */
  groupsHoldCopies: z.boolean().default(false),
  /** Joins images that show one radiograph, whatever they are called. Phantoms know their patients and are not searched. */
  findCopies: z.boolean().default(true),
  /**
   * Copies found under both labels. "keep": a find is likely, not certain as equal bytes are, which are left out always; it is
   * warned of. "drop": all of them are left out.
   */
  contradictoryCopies: z.enum(["keep", "drop"]).default("keep"),
  /** Shares of train, validation and test, for sources that do not come split. */
  split: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]).default([0.7, 0.15, 0.15]),
  /** Its own seed, so that runs with different training seeds are judged on the same images. */
  splitSeed: z.int().min(0).default(1),
  /** Share of each part that is used, by whole groups: below 1 for a quick look, or for how a result grows with data. */
  limit: z.number().gt(0).max(1).default(1),
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
