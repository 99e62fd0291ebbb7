import { mean } from "../metrics/mean.js";
import type { Dimension, SearchSpace } from "./searchSpace.js";
import { valueOf, type Trial } from "./trial.js";

/** How much of a sweep's objective one setting explains by itself. */
export interface Importance {
  setting: string;
  /**
   * Share of the objective's variance between this setting's values (a range is cut into quarters), less what chance alone
   * would give: omega squared (Hays 1963), not below 0. NaN with fewer trials than two more than values.
   */
  share: number;
}

/**
 * Settings by what they explain alone, the most telling first. Interactions are in none of them, and where a search went
 * (TPE, early stopping) colours them: a hint of what to look at, no test.
 */
export function importances(space: SearchSpace, trials: readonly Trial[]): Importance[] {
  const told = trials.filter(({ epochs }) => epochs.length > 0);
  return Object.entries(space)
    .map(([setting, dimension]) => {
      return { setting, share: omegaSquared(binsOf(setting, dimension, told), told.map(valueOf)) };
    })
    .sort((a, b) => (Number.isNaN(b.share) ? -1 : Number.isNaN(a.share) ? 1 : b.share - a.share));
}

/** @returns one name a trial */
function binsOf(setting: string, dimension: Dimension, trials: readonly Trial[]): string[] {
  const values = trials.map(({ params }) => params[setting]!);
  if (dimension.kind === "choice") return values.map((value) => JSON.stringify(value));
  const sorted = [...(values as number[])].sort((a, b) => a - b);
  const rank = (value: number): number => sorted.indexOf(value);
  return (values as number[]).map((value) => String(Math.floor((4 * rank(value)) / sorted.length)));
}

function omegaSquared(bins: readonly string[], values: readonly number[]): number {
  const names = [...new Set(bins)];
  const freedom = values.length - names.length;
  if (freedom < 2 || names.length < 2) return NaN;
  const overall = mean(values);
  const squares = (numbers: readonly number[], centre: number): number =>
    numbers.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const total = squares(values, overall);
  const within = names.reduce((sum, name) => {
    const part = values.filter((_, i) => bins[i] === name);
    return sum + squares(part, mean(part));
  }, 0);
  const noise = within / freedom;
  if (total === 0) return NaN;
  return Math.max(0, (total - within - (names.length - 1) * noise) / (total + noise));
}
