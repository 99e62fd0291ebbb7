import { z } from "zod";

/** A fitted calibration as JSON; the types are those of lib/metrics/calibrate. */
export const calibrationSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("temperature"), temperature: z.number().positive() }),
  z
    .object({
      kind: z.literal("isotonic"),
      logits: z.array(z.number()).min(1),
      probs: z.array(z.number().min(0).max(1)).min(1),
    })
    .refine(({ logits, probs }) => logits.length === probs.length, "Expected one probability a logit"),
]);
