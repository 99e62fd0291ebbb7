/** Remembers the best epoch by its rank and says when to stop. */
export interface EarlyStopping {
  /** @returns whether this epoch is the best so far; NaN never is, a tie keeps the earlier epoch */
  isBest(epoch: number, rank: number): boolean;
  /** The best epoch so far, or -1. */
  bestEpoch(): number;
  /** Whether patience has run out at this epoch. */
  shouldStop(epoch: number): boolean;
}

/** Ranks as epochRank gives them. */
export function createEarlyStopping(stopAfterStaleEpochs: number): EarlyStopping {
  let bestEpoch = -1;
  let bestRank = -Infinity;
  return {
    isBest: (epoch, rank) => {
      const isBetter = rank > bestRank;
      if (isBetter) [bestEpoch, bestRank] = [epoch, rank];
      return isBetter;
    },
    bestEpoch: () => bestEpoch,
    shouldStop: (epoch) => epoch - Math.max(0, bestEpoch) >= stopAfterStaleEpochs,
  };
}
