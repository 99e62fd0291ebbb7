import { join } from "node:path";
import { z } from "zod";
import { parseRecord } from "../parseRecord.js";
import { readIfThere } from "../readIfThere.js";
import { calibrationMethods, calibrationSchema } from "./fitCalibration.js";
import { decompositionSchema, estimateSchema, intervalSchema, number, summarySchema } from "./evidenceNumbers.js";

const partSchema = z.object({ images: z.int(), groups: z.int(), fractured: z.int() });

/** How well probabilities can be taken at their word. */
const qualitySchema = z.object({
  brier: number,
  logLoss: number,
  /** Without an interval: resampling adds the noise that it counts. */
  ece: number,
  /** What it would be by chance alone, were the probabilities perfectly calibrated; absent in older evidence. */
  eceIfCalibrated: estimateSchema.optional(),
  /** Bins of equal mass, with the interval of each observed share. */
  reliability: z.array(
    z.object({
      n: z.int(),
      positives: z.int(),
      meanProb: number,
      observedShare: number,
      low: number,
      high: number,
    }),
  ),
  decomposition: decompositionSchema,
});

const withinRegionSchema = z.object({
  /** The largest first; DeLong's interval, over groups. */
  strata: z.array(
    z.object({ stratum: z.string(), n: z.int(), positives: z.int(), groups: z.int(), auc: estimateSchema }),
  ),
  /** Regions with too few images of a class to have an AUC. */
  leftOut: z.array(z.string()),
  /** Every region counts alike. */
  macroAverage: estimateSchema,
  /** Every pair of a fractured and an intact image of one region counts alike. */
  pairAverage: estimateSchema,
});

export const evidenceSchema = z.object({
  format: z.literal(1),
  /** Name of the config. */
  experiment: z.string(),
  /** What was typed, and the commit that it ran on, as a saved run states it. */
  command: z.string(),
  /** What was typed to go on, where it had been stopped. */
  resumedBy: z.string().optional(),
  code: z.string(),
  /** Versions, machine and the variables that change numbers, named as a run's tags; absent in older evidence. */
  origin: z.record(z.string(), z.string()).optional(),
  seed: z.int(),
  resamples: z.int(),
  confidence: z.literal([0.9, 0.95, 0.99]),
  data: z.object({
    source: z.string(),
    digest: z.string(),
    licences: z.array(z.string()),
    /** Not fractured, then fractured. */
    classes: z.array(z.string()).length(2),
    images: z.int(),
    groups: z.int(),
    /** Files left out, by class and reason. */
    rejected: z.array(z.object({ label: z.string(), reason: z.string(), files: z.int() })),
    /** Whether the groups know of copies; absent in older evidence. False: copies may count as several patients. */
    copiesSearched: z.boolean().optional(),
    /** Copies found under both labels; absent where none were, and in older evidence. */
    contradictions: z
      .object({
        radiographs: z.int(),
        files: z.int(),
        examples: z.array(z.array(z.string())),
        dropped: z.boolean(),
      })
      .optional(),
  }),
  /** Null when a run is judged again, by `evaluate`, and of a cross-validation, which has `folds`. */
  split: z
    .object({
      /** In words: "by group, shares 0.7, 0.15, 0.15, seed 1". */
      how: z.string(),
      digest: z.string(),
      /** A group crosses it: no number below says what new patients would give. */
      leaky: z.boolean(),
      parts: z.object({ train: partSchema, validation: partSchema, test: partSchema }),
    })
    .nullable(),
  /** When a run is judged again: how its training was divided; absent for runs from before splits were written down. */
  trainedSplit: z.object({ digest: z.string(), leaky: z.boolean(), copiesSearched: z.boolean().optional() }).optional(),
  /** The images that `metrics.test` and all below it are of. */
  judged: partSchema.extend({
    part: z.enum(["train", "validation", "test", "all", "held-out"]),
    /** How many of them, by content, the model was trained or validated on; above 0 the result flatters. */
    seenInTraining: z.int(),
    /** How many others are of a group that it was trained or validated on; absent in older evidence. */
    seenByGroup: z.int().optional(),
    /** How many others show a radiograph that it was trained or validated on; absent where that could not be looked for. */
    seenByCopy: z.int().optional(),
    /** Of a set that is no longer quite the run's own: images of this part that are gone, */
    missingImages: z.int().optional(),
    /** images that the run's split does not name, in no part but "all", */
    unknownImages: z.int().optional(),
    /** and images whose label is another now. */
    relabelledImages: z.int().optional(),
  }),
  /** "Fractured" is called at or above it; chosen on validation images. NaN of a cross-validation: each fold has its own. */
  thresholdProb: number,
  /**
   * Of a cross-validation alone: no single model, but one of the same recipe a fold, each judged on images that it has not
   * seen. The other numbers are then means over the folds, or of all held-out verdicts.
   */
  folds: z
    .object({
      /** In words: "2 x 5 folds by group, seed 1". */
      how: z.string(),
      digest: z.string(),
      models: z.array(
        z.object({
          name: z.string(),
          runId: z.string(),
          weightsSha256: z.string(),
          thresholdProb: z.number(),
          images: z.int(),
          auc: estimateSchema,
        }),
      ),
      /** How metrics differ between folds, which is no interval. */
      spread: z.record(z.string(), z.object({ sd: number, min: number, max: number })),
    })
    .optional(),
  metrics: z.object({ validation: summarySchema.nullable(), test: summarySchema }),
  /** Null when the set names no regions. */
  withinRegion: withinRegionSchema.nullable(),
  /** One entry for each thing that the set knows and that differs between its images. */
  slices: z.array(
    z.object({
      by: z.enum(["region", "view", "hardware", "size", "format", "source"]),
      slices: z.array(
        z.object({
          slice: z.string(),
          n: z.int(),
          positives: z.int(),
          groups: z.int(),
          /** Fewer than 20 images of a class: read the interval, not the value. */
          small: z.boolean(),
          auc: estimateSchema,
          sensitivity: estimateSchema,
          specificity: estimateSchema,
        }),
      ),
    }),
  ),
  calibration: z.object({
    method: z.enum(calibrationMethods),
    /** What was fitted, on validation images; null for none. */
    parameters: calibrationSchema.nullable(),
    before: qualitySchema,
    after: qualitySchema,
    /** After less before, on the same images: below 0 is better. */
    change: z.object({ brier: estimateSchema, logLoss: estimateSchema }),
  }),
  /** The chosen rule first, and beside it "sensitivity at least x" where that is another. */
  operatingPoints: z.array(
    z.object({
      rule: z.enum(["youden", "f1", "sensitivity"]),
      /** The bound of the rule "sensitivity", else null. */
      sensitivityAtLeast: z.number().nullable(),
      /** NaN of a cross-validation: each fold has its own. */
      thresholdProb: number,
      /** On the images it was chosen on: optimistic for any others. */
      validation: z.object({ sensitivity: number, specificity: number }),
      /** At this threshold, taken as given. */
      test: z.object({ sensitivity: estimateSchema, specificity: estimateSchema }),
      /** With the doubt of the choice as well; null when a run is judged again, and of a cross-validation. */
      chosenAnew: z.object({ sensitivity: intervalSchema, specificity: intervalSchema }).nullable(),
    }),
  ),
  /** What can be had without looking for a fracture, on the same images; null where `baselinesReason` says why. */
  baselines: z
    .object({
      judged: z.array(
        z.object({
          /** What it alone knows: "region", "size and format". */
          name: z.string(),
          auc: estimateSchema,
          /** Mean over the regions of the AUC within each; null when the set has none to speak of. */
          withinRegion: estimateSchema.nullable(),
          /** AUC of the model less that of the baseline, DeLong's interval over groups; p is two-sided. */
          modelGain: estimateSchema.extend({ pValue: number }),
        }),
      ),
      leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
    })
    .nullable(),
  baselinesReason: z.string().optional(),
  detectableDifference: z.object({
    /** The true gain in AUC that is found with this power, if the two AUCs correlate so; NaN when none could be. */
    gain: number,
    power: z.number(),
    alpha: z.number(),
    correlation: z.number(),
    designEffect: number,
  }),
});

/** What a run is trusted by, in one plain object: a figure, a note and a model card say nothing that is not in it. */
export type Evidence = z.infer<typeof evidenceSchema>;

/** Name of the file in a run's folder, and of the artifact below `metrics/`. */
export const evidenceFile = "evidence.json";

/** Numbers that are not finite become null, and NaN again when read. */
export function evidenceText(evidence: Evidence): string {
  return `${JSON.stringify(evidence, null, 2)}\n`;
}

/**
 * The evidence of a run folder.
 * @returns undefined when it has none: an older run, or one that was stopped before it was judged
 * @throws UserError when the file is no evidence of this version
 */
export async function readEvidence(folder: string): Promise<Evidence | undefined> {
  const file = join(folder, evidenceFile);
  const text = await readIfThere(file);
  return text === undefined ? undefined : parseEvidence(text, file);
}

/** @param file that the text is of, for the message @throws UserError when it is no evidence of this version */
export function parseEvidence(text: string, file: string): Evidence {
  return parseRecord(
    text,
    evidenceSchema,
    (reason) =>
      `evidence: ${file} is no evidence of this version (${reason}). Train the run again, or fetch it again from MLflow.`,
  );
}
