import type { WeightArray } from "../model/weights.js";
import type { AdamState } from "./adam.js";
import type { EpochRecord } from "./records.js";

/**
 * All that a training is between two steps; with the config, the data and the seed it goes on to the same bytes. Random
 * streams have no state to keep: those of step k come from the seed and k.
 */
export interface TrainingState {
  /** The epoch under way, from 1. */
  epoch: number;
  /** Steps of it that are done. */
  step: number;
  /** Sum of these steps' losses. */
  lossSum: number;
  /** Wall clock that they took. */
  seconds: number;
  /** The epochs that have ended. */
  history: EpochRecord[];
  weights: WeightArray[];
  /** Of the best validation epoch so far; the first ones while none has ended. */
  bestWeights: WeightArray[];
  optimizer: AdamState;
}

/** Where a training leaves its states. */
export interface CheckpointKeeper {
  /** Steps between two states within an epoch; the end of an epoch always gives one. */
  everySteps: number;
  /** Training waits for it. */
  save(state: TrainingState): Promise<void>;
}
