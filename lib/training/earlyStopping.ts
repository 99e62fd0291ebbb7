/** Remembers the best epoch of a validation number and says when to stop. */
export interface EarlyStopping {
  /** @returns whether this epoch is the best so far; NaN never is, a tie keeps the earlier epoch */
  isBest(epoch: number, value: number): boolean;
  /** The best epoch so far, or -1. */
  bestEpoch(): number;
  /** Whether patience has run out at this epoch. */
  shouldStop(epoch: number): boolean;
}

/** @param better "higher" for AUC, "lower" for loss */
export function createEarlyStopping(better: "higher" | "lower", stopAfterStaleEpochs: number): EarlyStopping {
  let bestEpoch = -1;
  let bestValue = better === "higher" ? -Infinity : Infinity;
  return {
    isBest: (epoch, value) => {
      const isBetter = better === "higher" ? value > bestValue : value < bestValue;
      if (isBetter) [bestEpoch, bestValue] = [epoch, value];
      return isBetter;
    },
    bestEpoch: () => bestEpoch,
    shouldStop: (epoch) => epoch - Math.max(0, bestEpoch) >= stopAfterStaleEpochs,
  };
}
