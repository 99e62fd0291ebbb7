import { trivialBaselines, type TrivialBaselines } from "../baselines/index.js";
import type { PreparedData } from "../data/prepareData.js";
import { compareCrossValidatedAucs } from "../metrics/compareCrossValidatedAucs.js";
import { crossValidatedAuc } from "../metrics/crossValidatedAuc.js";
import { crossValidatedAucWithin } from "../metrics/crossValidatedAucWithin.js";
import { rankedOf, type Evaluation, type EvaluationSettings } from "./evaluate.js";
import type { Evidence } from "./evidence.js";
import { bare } from "./evidenceNumbers.js";

type Baselines = NonNullable<Evidence["baselines"]>;

/** A fold's images, and what its model makes of the held-out ones. */
export interface FoldWithData {
  data: Pick<PreparedData, "splits">;
  test: Evaluation;
}

/**
 * Trivial baselines of a cross-validation: fitted anew on each fold's training images and judged as the models are, inside
 * folds. One that a fold has none of is left out of all.
 */
export function foldsBaselines(folds: readonly FoldWithData[], settings: EvaluationSettings): Baselines {
  const fitted = folds.map(({ data, test }) => ({ ...trivialBaselines(data, settings), test }));
  const leftOut = new Map(fitted.flatMap((fold) => fold.leftOut).map((each) => [each.name, each]));
  const names = fitted[0]!.baselines.map(({ name }) => name).filter((name) => !leftOut.has(name));
  return {
    judged: names.map((name) => judge(name, fitted, settings)),
    leftOut: [...leftOut.values()],
  };
}

function judge(
  name: string,
  fitted: readonly (Pick<TrivialBaselines, "baselines"> & { test: Evaluation })[],
  { confidence }: EvaluationSettings,
): Baselines["judged"][number] {
  const folds = fitted.map(({ baselines, test }) => ({
    ...rankedOf(test),
    baseline: baselines.find((each) => each.name === name)!,
    strata: test.predictions.map(({ radiograph: { region = "" } }) => region),
  }));
  const judged = folds.map(({ baseline, ...fold }) => ({ ...fold, scores: baseline.probs }));
  const gain = compareCrossValidatedAucs(
    folds.map(({ labels, groups, scores, baseline }) => ({
      labels,
      groups,
      baseline: baseline.probs,
      candidate: scores,
    })),
    confidence,
  );
  const hasRegions = folds.some(({ baseline }) => baseline.withinRegion !== undefined);
  const within = hasRegions ? crossValidatedAucWithin(judged, { confidence }).macroAverage : undefined;
  return {
    name,
    auc: bare(crossValidatedAuc(judged, confidence).auc),
    withinRegion: within ? bare(within) : null,
    modelGain: { ...gain.difference, pValue: gain.pValue },
  };
}
