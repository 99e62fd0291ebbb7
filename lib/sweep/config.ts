import { z } from "zod";
import { UserError } from "../userError.js";
import { searchSpaceSchema } from "./searchSpace.js";

const searchSchema = z.discriminatedUnion("kind", [
  /** Every combination once. */
  z.strictObject({ kind: z.literal("grid") }),
  z.strictObject({ kind: z.literal("random"), trials: z.int().min(1) }),
  /** A tree-structured Parzen estimator: later trials lie where earlier ones were good. */
  z.strictObject({ kind: z.literal("tpe"), trials: z.int().min(1), startupTrials: z.int().min(1).default(10) }),
]);

const sweepConfigSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, "expected letters, digits and _ - . alone"),
  /** The experiment that every trial changes. */
  experiment: z.string().min(1),
  /** Settings that all trials share, such as "data.source=fracatlas". */
  fixed: z.array(z.string()).default([]),
  space: searchSpaceSchema.refine((space) => Object.keys(space).length > 0, { error: "expected at least one setting" }),
  search: searchSchema,
  /** Of the points drawn; the trials' own seed is a setting like another. */
  seed: z.int().min(0).default(1),
  /** What makes a trial good: a validation number of its best epoch. Never one of test: that would be tuning on it. */
  objective: z.enum(["validationAuc", "validationLoss"]).default("validationAuc"),
  /** Ends poor trials early; null lets each train to its own end. */
  asha: z
    .strictObject({
      /** The epochs that every trial gets. */
      graceEpochs: z.int().min(1).default(3),
      /** One in so many goes on at each rung. */
      reductionFactor: z.number().min(1.5).default(3),
    })
    .nullable()
    .default(null),
});

export type SweepConfig = z.infer<typeof sweepConfigSchema>;
export type SweepInput = z.input<typeof sweepConfigSchema>;

/** A complete, checked sweep. @throws UserError naming the key and what was expected */
export function defineSweep(input: SweepInput): SweepConfig {
  const parsed = sweepConfigSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(({ path, message }) => `sweep: ${path.map(String).join(".")}: ${message}.`);
  throw new UserError(sentences.join("\n"), 2);
}
