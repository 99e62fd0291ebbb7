import type { ScheduleConfig } from "./config.js";

/**
 * Learning rate of one step: linear warm-up, then constant or half a cosine down to zero
 * (Loshchilov & Hutter 2017, arXiv:1608.03983, one cycle).
 * @param step from 0
 * @param peak the configured learning rate
 */
export function learningRateAt(
  step: number,
  config: ScheduleConfig,
  peak: number,
  stepsPerEpoch: number,
  epochs: number,
): number {
  const warmupSteps = config.warmupEpochs * stepsPerEpoch;
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  if (config.kind === "constant") return peak;
  const share = (step - warmupSteps) / Math.max(1, stepsPerEpoch * epochs - warmupSteps);
  return (peak / 2) * (1 + Math.cos(Math.PI * Math.min(1, share)));
}
