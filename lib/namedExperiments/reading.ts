import { alpha, isToldApart } from "../compare/toldApart.js";
import { decimal } from "../figures/numbers.js";
import { detectableFromStandardError } from "../metrics/index.js";
import type { Gain, NamedRow } from "./compareNamed.js";

/** What a row answers, by its numbers alone. @param luck as seedLuck gives it */
export function answer({ run, gain, experiment }: NamedRow, luck: number | undefined): string {
  if (!run) return "not yet run.";
  if (!gain) return "the baseline has not been run, so there is nothing to hold it against.";
  const { value, low, high } = gain.difference;
  const found = `AUC ${size(value)} (${signed(low)} to ${signed(high)})`;
  if (Number.isNaN(gain.pValue)) return `${found}: an AUC of exactly 0 or 1 leaves no test.`;
  const p = `p ${pText(gain.adjustedP)}`;
  if (gain.adjustedP >= alpha) {
    return low > 0 || high < 0
      ? `not told apart: ${found}; the interval by itself leaves 0 out, but ${p} among all rows.`
      : `not told apart: ${found}, ${p}.`;
  }
  if (!isToldApart(gain.adjustedP, gain.adjustedSwapP)) {
    return `not told apart: ${found}; ${p} by DeLong's test, but p ${pText(gain.adjustedSwapP)} when whole groups are exchanged.`;
  }
  const told = `${value > 0 ? "better" : "worse"} than the baseline: ${found}, ${p}.`;
  if (isSeed(experiment.changes)) return `${told} Nothing but the seed differs.`;
  if (luck === undefined) return `${told} How much another seed alone changes is not known yet.`;
  return Math.abs(value) > luck
    ? `${told} Seeds alone lie less far apart (${decimal(luck)}).`
    : `${told} Seeds alone lie as far apart (${decimal(luck)}), so it may be luck of the training.`;
}

/** How far apart AUCs lie that nothing but the seed tells apart, the baseline's among them; undefined until there are two. */
export function seedLuck(rows: readonly NamedRow[]): number | undefined {
  const gains = rows.flatMap(({ gain, experiment }) =>
    gain && isSeed(experiment.changes) ? gain.difference.value : [],
  );
  return gains.length === 0 ? undefined : Math.max(0, ...gains) - Math.min(0, ...gains);
}

/** What differences this set shows at all. */
export function detectableSentence(rows: readonly NamedRow[]): string {
  const gains = rows.flatMap(({ gain }) => (gain && gain.standardError > 0 ? [gain] : []));
  if (gains.length === 0) return "What difference could be told is known when two rows have run.";
  const range = (of: (gain: Gain) => number): string => {
    const values = gains.map(of);
    const [least, most] = [decimal(Math.min(...values)), decimal(Math.max(...values))];
    return least === most ? least : `${least} to ${most}`;
  };
  const first = alpha / gains.length; // what Holm asks of the smallest p-value
  return (
    `A true difference in AUC of ${range(({ detectable }) => detectable)}, by row, is told four times in five when a row is tested by ` +
    `itself (two-sided, ${alpha}), and one of ${range(({ standardError }) => detectableFromStandardError(standardError, { alpha: first }))} ` +
    `where it must be the first of ${gains.length} to pass Holm's correction. A smaller one that is not told apart is not shown to be absent.`
  );
}

/** How a p-value is written in a sentence: "= 0.031". */
export function pText(p: number): string {
  return p < 0.001 ? "< 0.001" : `= ${decimal(p)}`;
}

function isSeed(changes: readonly string[]): boolean {
  return changes.length > 0 && changes.every((change) => change.startsWith("seed="));
}

function size(value: number): string {
  if (Math.abs(value) < 0.0005) return "the same";
  return `${decimal(Math.abs(value))} ${value > 0 ? "higher" : "lower"}`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : ""}${decimal(Math.abs(value))}`;
}
