import { discordantCalls, mcnemarTest, type DiscordantCalls, type McnemarTest } from "../metrics/index.js";
import { UserError } from "../userError.js";
import type { ComparedFolds } from "./comparedFolds.js";
import { gainsOnFolds, type GainOnFolds } from "./gainOnFolds.js";
import { pairFolds, type PairedFold } from "./pairFolds.js";

/** A cross-validation against the first one. */
export interface ComparedFoldsPair extends GainOnFolds {
  baseline: string;
  candidate: string;
  /** Held-out verdicts; in repeats an image has several. */
  verdicts: number;
  /** Of all verdicts, each called at its own fold's threshold. */
  calls: DiscordantCalls & McnemarTest;
}

export interface FoldsComparison {
  runs: readonly ComparedFolds[];
  /** The first against each other. */
  pairs: ComparedFoldsPair[];
  /** What must be known before any number is read. */
  warnings: string[];
}

/**
 * Holds every cross-validation against the first, on the same held-out images of the same folds.
 * @param runs two or more
 * @throws UserError that names what differs: classes, data, folds, or the held-out images
 */
export function compareFolds(runs: readonly ComparedFolds[]): FoldsComparison {
  const [first, ...others] = runs as [ComparedFolds, ...ComparedFolds[]];
  const paired = others.map((run) => {
    requireSame(first, run);
    return pairFolds(first.verdicts, run.verdicts, first.saved.classes[1]!);
  });
  const gains = gainsOnFolds(paired, first.evidence);
  const pairs = others.map((run, i) => {
    const calls = pooledCalls(paired[i]!, first, run);
    return {
      baseline: first.name,
      candidate: run.name,
      verdicts: first.verdicts.length,
      ...gains[i]!,
      calls: { ...calls, ...mcnemarTest(calls) },
    };
  });
  return { runs, pairs, warnings: warningsOf(runs) };
}

function requireSame(first: ComparedFolds, run: ComparedFolds): void {
  const facts: [what: string, of: (one: ComparedFolds) => string, shown?: (one: ComparedFolds) => string][] = [
    ["classes", ({ saved }) => saved.classes.join(", ")],
    ["data", ({ saved }) => saved.dataDigest, ({ saved }) => `digest ${saved.dataDigest.slice(0, 16)}`],
    [
      "folds",
      ({ evidence }) => evidence.folds.digest,
      ({ evidence: { folds } }) => `${folds.how}, digest ${folds.digest.slice(0, 16)}`,
    ],
  ];
  const differing = facts.find(([, of]) => of(first) !== of(run));
  if (!differing) return;
  const [what, of, shown = of] = differing;
  throw new UserError(
    `compare: expected cross-validations of the same ${what}. Received: ${first.name} (${shown(first)}) and ${run.name} (${shown(run)}).`,
    2,
  );
}

/** Folds come in the order that models are listed in. */
function pooledCalls(folds: readonly PairedFold[], first: ComparedFolds, run: ComparedFolds): DiscordantCalls {
  const counts = folds.map(({ labels, probs }, i) =>
    discordantCalls(
      labels,
      { scores: probs.baseline, thresholdProb: first.evidence.folds.models[i]!.thresholdProb },
      { scores: probs.candidate, thresholdProb: run.evidence.folds.models[i]!.thresholdProb },
    ),
  );
  return {
    onlyBaselineRight: counts.reduce((sum, one) => sum + one.onlyBaselineRight, 0),
    onlyCandidateRight: counts.reduce((sum, one) => sum + one.onlyCandidateRight, 0),
  };
}

function warningsOf(runs: readonly ComparedFolds[]): string[] {
  const older = runs.filter(({ verdicts }) => verdicts.some(({ sha256 }) => !sha256));
  const seen = runs.filter(({ evidence }) => evidence.judged.seenInTraining > 0);
  const names = (some: readonly ComparedFolds[]): string => some.map(({ name }) => name).join(", ");
  const { groups } = runs[0]!.evidence.judged;
  const folds = new Set(runs[0]!.verdicts.map(({ fold }) => fold)).size; // in repeats each group is held out again
  return [
    ...(older.length > 0
      ? [`${names(older)}: verdicts from before contents were kept; images are joined by path.`]
      : []),
    ...(seen.length > 0 ? [`${names(seen)}: some held-out images were trained on.`] : []),
    ...(groups < 20 * folds
      ? [`${groups} groups in ${folds} folds are few: DeLong's p-value is too small, and its interval too narrow.`]
      : []),
  ];
}
