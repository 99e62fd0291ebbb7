import { createRandom } from "../random.js";
import type { SweepConfig } from "./config.js";
import { gridPoints } from "./gridPoints.js";
import { samplePoint, type Params } from "./searchSpace.js";
import { suggestByTpe, tpeDefaults, type Observation } from "./tpe.js";

/** How many trials a sweep has. */
export function trialCount({ search, space }: SweepConfig): number {
  return search.kind === "grid" ? gridPoints(space).length : search.trials;
}

/**
 * The settings of one trial, from the sweep's seed and the trial's number alone, but for TPE, which also looks at the
 * trials that have a result by then.
 * @param trial from 0
 */
export function pointOf({ search, space, seed }: SweepConfig, trial: number, done: readonly Observation[]): Params {
  const random = createRandom(seed).fork("sweep").fork(trial);
  if (search.kind === "grid") return gridPoints(space)[trial]!;
  if (search.kind === "random") return samplePoint(space, random);
  return suggestByTpe(space, done, random, { ...tpeDefaults, startupTrials: search.startupTrials });
}
