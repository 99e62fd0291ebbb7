import type { Estimate } from "./summarize.js";

/**
 * a - b of two estimates from samples that share no patient, with the interval that follows from theirs: the square and
 * add method (Zou & Donner 2008, doi:10.1002/sim.3095; for proportions Newcombe 1998). It keeps their lack of symmetry.
 * @returns NaN ends where an interval lacks them
 */
export function independentDifference(a: Estimate, b: Estimate): Estimate {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}
