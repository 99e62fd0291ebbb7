import { z } from "zod";
import { calibrate, type Calibration } from "../metrics/calibrate.js";
import { fitIsotonic } from "../metrics/fitIsotonic.js";
import { fitPlatt } from "../metrics/fitPlatt.js";
import { fitTemperature } from "../metrics/fitTemperature.js";

export const calibrationMethods = ["platt", "temperature", "isotonic", "none"] as const;
export type CalibrationMethod = (typeof calibrationMethods)[number];

/** A fitted calibration in a file. */
export const calibrationSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("platt"), slope: z.number().positive(), intercept: z.number() }),
  z.object({ kind: z.literal("temperature"), temperature: z.number().positive() }),
  z
    .object({
      kind: z.literal("isotonic"),
      logits: z.array(z.number()).min(1),
      probs: z.array(z.number().min(0).max(1)),
    })
    .refine(({ logits, probs }) => logits.length === probs.length, "Expected one probability a logit"),
]);

/**
 * @param labels of validation images: what is fitted on test images flatters them
 * @returns undefined for "none"
 * @throws RangeError when the images are of one class
 */
export function fitCalibration(
  method: CalibrationMethod,
  labels: ArrayLike<number>,
  logits: ArrayLike<number>,
): Calibration | undefined {
  const fits = { platt: fitPlatt, temperature: fitTemperature, isotonic: fitIsotonic };
  return method === "none" ? undefined : fits[method](labels, logits);
}

const uncalibrated: Calibration = { kind: "temperature", temperature: 1 };

/** @param calibration undefined: the network's own probabilities @returns in [0, 1], never falling in the logit */
export function calibratedProbs(logits: ArrayLike<number>, calibration: Calibration | undefined): Float64Array {
  return calibrate(calibration ?? uncalibrated, logits);
}
