import { z } from "zod";
import { augmentConfigSchema } from "../data/augmentConfig.js";
import { dataConfigSchema } from "../data/config.js";
import { modelConfigSchema } from "../model/config.js";
import { trainingConfigSchema } from "../training/config.js";
import { UserError } from "../userError.js";
import { configKeys, nearestKey } from "./configKeys.js";
import { calibrationMethods } from "./fitCalibration.js";

const evaluationConfigSchema = z.strictObject({
  /** How the threshold is chosen, on validation images only. */
  thresholdRule: z.enum(["youden", "f1", "sensitivity"]).default("youden"),
  /** The bound that the "sensitivity" rule keeps; the threshold that it gives is reported beside any other rule's. */
  sensitivityAtLeast: z.number().min(0).max(1).default(0.9),
  /**
   * How logits become probabilities, fitted on validation images: a slope and an intercept ("platt"), since logits come out
   * shifted, which a temperature cannot mend (Brier score on groups left out of FracAtlas's validation images: .28 as they
   * are, .25 by temperature, .18 by platt). "isotonic" wants a thousand images.
   */
  calibration: z.enum(calibrationMethods).default("platt"),
  /** Bootstrap resamples behind every interval; groups are resampled, not images. */
  resamples: z.int().min(100).default(1000),
  confidence: z.literal([0.9, 0.95, 0.99]).default(0.95),
});

export const experimentConfigSchema = z.strictObject({
  name: z.string().min(1),
  /** Weights, data order, augmentation and dropout all come from it; the data set and its split do not. */
  seed: z.int().min(0).default(7),
  data: dataConfigSchema.prefault({}),
  model: modelConfigSchema.prefault({}),
  augment: augmentConfigSchema.prefault({}),
  training: trainingConfigSchema.prefault({}),
  evaluation: evaluationConfigSchema.prefault({}),
});

const experimentSchema = experimentConfigSchema.refine(
  ({ data, model }) => data.imageSize >= 2 ** model.filters.length,
  {
    path: ["data", "imageSize"],
    error: "Too small: expected at least 2 pixels for each of the blocks that halve the image",
  },
);

export type ExperimentConfig = z.infer<typeof experimentConfigSchema>;
/** What a config file writes down: any part may be left out. */
export type ExperimentInput = z.input<typeof experimentConfigSchema>;

/**
 * A complete, checked config from what a file or the command line gives.
 * @throws UserError naming the key, what was expected and, for an unknown key, the nearest known one
 */
export function defineExperiment(input: ExperimentInput): ExperimentConfig {
  const parsed = experimentSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => describe(issue, input));
  throw new UserError(sentences.join("\n"), 2);
}

function describe(issue: z.core.$ZodIssue, input: ExperimentInput): string {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const known = configKeys(experimentConfigSchema);
    return issue.keys
      .map((key) => [...path, key].join("."))
      .map((key) => `config: ${key} is no setting. The nearest is ${nearestKey(key, known)}.`)
      .join("\n");
  }
  const received = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], input);
  const message = issue.message.replace(/^[^:]*: /, "").replace(/, received .*$/, "");
  return `config: ${path.join(".")}: ${message}. Received: ${JSON.stringify(received)}`;
}
