import { requireScored } from "./requireScored.js";

/** Images on which exactly one of two models calls right. */
export interface DiscordantCalls {
  onlyBaselineRight: number;
  onlyCandidateRight: number;
}

export interface McnemarTest {
  /** Two-sided binomial; never rejects too often, too seldom with few discordant images. */
  exactP: number;
  /** Half the chance of the observed split counts: the one to report (Fagerland, Lydersen & Laake 2013). */
  midP: number;
}

/**
 * Counts the images that tell two sets of calls apart, each model at its own threshold.
 * @throws RangeError on different lengths, a label other than 0 and 1, or a score that is not finite
 */
export function discordantCalls(
  labels: ArrayLike<number>,
  baseline: { scores: ArrayLike<number>; thresholdProb: number },
  candidate: { scores: ArrayLike<number>; thresholdProb: number },
): DiscordantCalls {
  requireScored(labels, baseline.scores);
  requireScored(labels, candidate.scores);
  const counts = { onlyBaselineRight: 0, onlyCandidateRight: 0 };
  for (let i = 0; i < labels.length; i++) {
    const baselineRight = baseline.scores[i]! >= baseline.thresholdProb === (labels[i] === 1);
    const candidateRight = candidate.scores[i]! >= candidate.thresholdProb === (labels[i] === 1);
    if (baselineRight !== candidateRight) counts[baselineRight ? "onlyBaselineRight" : "onlyCandidateRight"]++;
  }
  return counts;
}

/**
 * Do two models call equally many images right? McNemar's test, exact and mid-p (McNemar 1947, doi:10.1007/BF02295996;
 * Fagerland et al. 2013, doi:10.1186/1471-2288-13-91). Takes images as independent: where a patient has several, use
 * groupSwapTest, which does not. 1 and 1 when no image tells the models apart.
 * @throws RangeError on counts that are not whole or below 0
 */
export function mcnemarTest({ onlyBaselineRight, onlyCandidateRight }: DiscordantCalls): McnemarTest {
  for (const count of [onlyBaselineRight, onlyCandidateRight]) {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`Expected counts of images. Received: ${count}`);
  }
  const n = onlyBaselineRight + onlyCandidateRight;
  const fewer = Math.min(onlyBaselineRight, onlyCandidateRight);
  let [logChance, below, at] = [-n * Math.LN2, 0, 0]; // binomial(n, 1/2), in logs: 2^-n underflows from n = 1,075
  for (let k = 0; k <= fewer; k++) {
    below += at;
    at = Math.exp(logChance);
    logChance += Math.log((n - k) / (k + 1));
  }
  return { exactP: Math.min(1, 2 * (below + at)), midP: Math.min(1, 2 * below + at) };
}
