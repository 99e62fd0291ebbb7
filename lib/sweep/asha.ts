/** Which trials go on: asynchronous successive halving. */
export interface Asha {
  /**
   * Tells a trial's result after an epoch.
   * @param epoch from 1 @param value larger is better; NaN never goes on
   * @returns whether the trial is worth its next epoch
   */
  report(trial: string, epoch: number, value: number): boolean;
}

export interface AshaOptions {
  /** The epochs that every trial gets. */
  graceEpochs: number;
  /** At each rung one in so many goes on; the next rung lies so many times further. */
  reductionFactor: number;
}

/**
 * Asynchronous successive halving in its stopping form (Li et al. 2020, "A System for Massively Parallel Hyperparameter
 * Tuning", arXiv:1810.05934), as Ray Tune's ASHAScheduler does it: a trial that reaches a rung goes on when it is among the
 * best 1 / reductionFactor of those that reached it before or with it. No trial waits for another.
 */
export function createAsha({ graceEpochs, reductionFactor }: AshaOptions): Asha {
  const rungs = new Map<number, Map<string, number>>();
  return {
    report: (trial, epoch, value) => {
      if (!isRung(epoch, graceEpochs, reductionFactor)) return true;
      const results = rungs.get(epoch) ?? new Map<string, number>();
      rungs.set(epoch, results);
      results.set(trial, Number.isNaN(value) ? -Infinity : value);
      if (Number.isNaN(value)) return false;
      const better = [...results.values()].filter((other) => other > value).length;
      return better < Math.max(1, Math.ceil(results.size / reductionFactor));
    },
  };
}

function isRung(epoch: number, graceEpochs: number, reductionFactor: number): boolean {
  let rung = graceEpochs;
  while (rung < epoch) rung *= reductionFactor;
  return rung === epoch;
}
