import { gainsOnFolds, type GainOnFolds } from "../compare/gainOnFolds.js";
import { pairFolds } from "../compare/pairFolds.js";
import type { AucComparison } from "../metrics/index.js";
import type { NamedResult } from "./namedRun.js";

/** What an experiment gains over the baseline, on the same held-out images. */
export interface Gain extends AucComparison, Omit<GainOnFolds, "auc"> {}

export interface NamedRow extends NamedResult {
  /** Undefined of the baseline, and until both have run. */
  gain: Gain | undefined;
}

/**
 * Every experiment against the first.
 * @throws UserError when two of the same folds do not hold the same images
 */
export function compareNamed(results: readonly NamedResult[]): NamedRow[] {
  const first = results[0]?.run;
  if (!first) return results.map((result) => ({ ...result, gain: undefined }));
  const { evidence, verdicts } = first;
  const paired = results.map(({ run }) =>
    run && run !== first ? pairFolds(verdicts, run.verdicts, evidence.data.classes[1]!) : undefined,
  );
  const gains = gainsOnFolds(paired, evidence);
  return results.map((result, i) => {
    const gain = gains[i];
    return { ...result, gain: gain && flat(gain) };
  });
}

function flat({ auc, ...rest }: GainOnFolds): Gain {
  return { ...auc, ...rest };
}
