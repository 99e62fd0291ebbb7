import { holm } from "../metrics/index.js";
import type { ComparedRun } from "./comparedRun.js";
import { comparePair, type PairComparison } from "./comparePair.js";
import { pairRuns } from "./pairRuns.js";

/** A run against the first one. */
export interface ComparedPair extends PairComparison {
  baseline: string;
  candidate: string;
  /** DeLong's p-value among those of all candidates (Holm); with one candidate it is the same. */
  adjustedP: number;
}

export interface Comparison {
  runs: readonly ComparedRun[];
  /** The first run against each other. */
  pairs: ComparedPair[];
  /** What must be known before any number is read. */
  warnings: string[];
}

/**
 * Holds every run against the first, on the same test images.
 * @param runs two or more, as readRuns gives them
 * @throws UserError when they were not judged on the same images, labels and groups
 */
export function compareRuns(runs: readonly ComparedRun[]): Comparison {
  const [first, ...others] = runs as [ComparedRun, ...ComparedRun[]];
  const { seed, resamples, confidence } = first.evidence;
  const results = others.map((run) =>
    comparePair(pairRuns(first, run), {
      thresholds: { baseline: first.saved.thresholdProb, candidate: run.saved.thresholdProb },
      seed,
      resamples,
      confidence,
    }),
  );
  const adjusted = holm(results.map(({ auc }) => auc.pValue));
  const pairs = results.map((result, i) => {
    return { ...result, baseline: first.name, candidate: others[i]!.name, adjustedP: adjusted[i]! };
  });
  return { runs, pairs, warnings: warningsOf(first, others) };
}

function warningsOf(first: ComparedRun, others: readonly ComparedRun[]): string[] {
  const names = (runs: readonly ComparedRun[]): string => runs.map(({ name }) => name).join(", ");
  const all = [first, ...others];
  const otherSplit = others.filter(({ saved }) => saved.split?.digest !== first.saved.split?.digest);
  const leaky = all.filter(({ saved }) => saved.split?.leaky);
  const seen = all.filter(({ evidence }) => evidence.judged.seenInTraining > 0);
  const { groups } = first.evidence.judged;
  return [
    ...(otherSplit.length > 0
      ? [
          `${names(otherSplit)}: another split than ${first.name}. The test images are the same, those trained on are not: ` +
            "what differs may be the images and not the configs.",
        ]
      : []),
    ...(leaky.length > 0
      ? [`${names(leaky)}: LEAKY, groups cross the split; which one memorises better is compared.`]
      : []),
    ...(seen.length > 0 ? [`${names(seen)}: some test images were trained on.`] : []),
    ...(groups < 20
      ? [`${groups} groups in test are few: intervals of AUC may be somewhat too narrow with fewer than some 20.`]
      : []),
  ];
}
