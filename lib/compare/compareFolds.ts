import {
  compareCrossValidatedAucs,
  crossValidatedSwapTest,
  detectableFromStandardError,
  discordantCalls,
  holm,
  mcnemarTest,
  type AucComparison,
  type DiscordantCalls,
  type McnemarTest,
} from "../metrics/index.js";
import { pairFolds, type PairedFold } from "../namedExperiments/pairFolds.js";
import { UserError } from "../userError.js";
import type { ComparedFolds } from "./comparedFolds.js";

/** A cross-validation against the first one. */
export interface ComparedFoldsPair {
  baseline: string;
  candidate: string;
  /** Held-out verdicts; in repeats an image has several. */
  verdicts: number;
  /** Mean gain inside folds, with DeLong's interval over groups: see compareCrossValidatedAucs. */
  auc: AucComparison;
  /** The same by exchanging whole groups: see crossValidatedSwapTest. */
  swapP: number;
  /** DeLong's p-value among those of all candidates (Holm). */
  adjustedP: number;
  /** Of all verdicts, each called at its own fold's threshold. */
  calls: DiscordantCalls & McnemarTest;
  /** The gain that these folds show four times in five; NaN when the two rank alike or rank perfectly. */
  detectable: number;
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
  const results = others.map((run) => comparePair(first, run));
  const adjusted = holm(results.map(({ auc }) => auc.pValue));
  const pairs = results.map((result, i) => ({ ...result, adjustedP: adjusted[i]! }));
  return { runs, pairs, warnings: warningsOf(runs) };
}

function comparePair(first: ComparedFolds, run: ComparedFolds): Omit<ComparedFoldsPair, "adjustedP"> {
  requireSame(first, run);
  const { seed, confidence } = first.evidence;
  const folds = pairFolds(first.verdicts, run.verdicts, first.saved.classes[1]!);
  const auc = compareCrossValidatedAucs(folds, confidence);
  const calls = pooledCalls(folds, first, run);
  return {
    baseline: first.name,
    candidate: run.name,
    verdicts: first.verdicts.length,
    auc,
    swapP: crossValidatedSwapTest(folds, { seed }).pValue,
    calls: { ...calls, ...mcnemarTest(calls) },
    detectable:
      auc.standardError > 0 && !Number.isNaN(auc.pValue) ? detectableFromStandardError(auc.standardError) : NaN,
  };
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
  const folds = runs[0]!.evidence.folds.models.length;
  return [
    ...(older.length > 0
      ? [`${names(older)}: verdicts from before contents were kept; images are joined by path.`]
      : []),
    ...(seen.length > 0 ? [`${names(seen)}: some held-out images were trained on.`] : []),
    ...(groups < 20 * folds
      ? [`${groups} groups in ${folds} folds are few: DeLong's p-value is too small; believe the swap test.`]
      : []),
  ];
}
