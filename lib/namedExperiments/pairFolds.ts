import type { OutOfFoldRow } from "../experiment/outOfFoldCsv.js";
import type { PairedScores } from "../metrics/index.js";
import { UserError } from "../userError.js";

/**
 * Two cross-validations' held-out verdicts joined by image, one entry a fold and repeat.
 * @param fractured the name of class 1
 * @throws UserError when an image, its fold, its label or its group differs: then no paired test is one
 */
export function pairFolds(
  baseline: readonly OutOfFoldRow[],
  candidate: readonly OutOfFoldRow[],
  fractured: string,
): PairedScores[] {
  const others = new Map(candidate.map((row) => [keyOf(row), row]));
  const shared = baseline.flatMap((row) => {
    const other = others.get(keyOf(row));
    return other ? [{ row, other }] : [];
  });
  if (shared.length !== baseline.length || shared.length !== candidate.length) {
    throw new UserError(
      `Expected two cross-validations of the same images on the same folds. Received: ${baseline.length} and ` +
        `${candidate.length} held-out verdicts, ${shared.length} of them of the same image, label, group and fold.`,
    );
  }
  const folds = new Map<string, typeof shared>();
  for (const pair of shared) {
    const fold = `${pair.row.repeat} ${pair.row.fold}`;
    folds.set(fold, [...(folds.get(fold) ?? []), pair]);
  }
  return [...folds.values()].map((pairs) => ({
    labels: pairs.map(({ row }) => Number(row.label === fractured)),
    groups: pairs.map(({ row }) => row.group),
    baseline: pairs.map(({ row }) => row.logit),
    candidate: pairs.map(({ other }) => other.logit),
  }));
}

function keyOf({ repeat, fold, path, label, group }: OutOfFoldRow): string {
  return JSON.stringify([repeat, fold, path, label, group]);
}
