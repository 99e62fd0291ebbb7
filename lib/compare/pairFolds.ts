import type { OutOfFoldRow } from "../experiment/outOfFoldCsv.js";
import type { PairedScores } from "../metrics/index.js";
import { UserError } from "../userError.js";

/** One fold of one repeat, as two cross-validations judged it. */
export interface PairedFold extends PairedScores {
  /** After calibration, which each fold's thresholds hold for. */
  probs: { baseline: number[]; candidate: number[] };
}

/**
 * Two cross-validations' held-out verdicts joined by image, one entry a fold and repeat: by content, or by path where one
 * of them is from before contents were kept.
 * @param fractured the name of class 1
 * @throws UserError when an image, its fold, its label or its group differs: then no paired test is one
 */
export function pairFolds(
  baseline: readonly OutOfFoldRow[],
  candidate: readonly OutOfFoldRow[],
  fractured: string,
): PairedFold[] {
  const byContent = [...baseline, ...candidate].every(({ sha256 }) => sha256);
  const others = keyed(candidate, byContent);
  const shared = [...keyed(baseline, byContent)].flatMap(([key, row]) => {
    const other = others.get(key);
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
    probs: { baseline: pairs.map(({ row }) => row.prob), candidate: pairs.map(({ other }) => other.prob) },
  }));
}

/** A content that is there several times is paired in order: one model calls all of them alike. */
function keyed(rows: readonly OutOfFoldRow[], byContent: boolean): Map<string, OutOfFoldRow> {
  const seen = new Map<string, number>();
  return new Map(
    rows.map((row) => {
      const { repeat, fold, path, sha256, label, group } = row;
      const key = JSON.stringify([repeat, fold, byContent ? sha256 : path, label, group]);
      const nth = (seen.get(key) ?? 0) + 1;
      seen.set(key, nth);
      return [`${key} ${nth}`, row];
    }),
  );
}
