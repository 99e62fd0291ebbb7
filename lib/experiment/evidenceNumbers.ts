import { z } from "zod";
import { metricNames } from "../metrics/measure.js";
import type { Estimate } from "../metrics/summarize.js";

/** JSON has no NaN: what is undefined is written as null, and read as NaN. */
export const number = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

export const intervalSchema = z.object({ low: number, high: number });

export const estimateSchema = z.object({
  value: number,
  low: number,
  high: number,
  /** Bootstrap resamples that could not be used, when there were any. */
  undefinedResamples: z.int().optional(),
});

/** As `summarize` gives it. */
export const summarySchema = z.record(z.enum(metricNames), estimateSchema);

/** As `brierDecomposition` gives it. */
export const decompositionSchema = z.object({
  brier: number,
  reliability: number,
  resolution: number,
  uncertainty: number,
  withinBins: number,
});

/** An estimate without what its maker adds to it. */
export function bare({ value, low, high }: Estimate): Estimate {
  return { value, low, high };
}
