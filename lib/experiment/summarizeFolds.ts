import { crossValidatedAuc, type CrossValidatedAuc } from "../metrics/crossValidatedAuc.js";
import { crossValidatedAucWithin, type CrossValidatedAucWithin } from "../metrics/crossValidatedAucWithin.js";
import type { Confidence } from "../metrics/confidence.js";
import { mean } from "../metrics/mean.js";
import { metricNames, type MetricName } from "../metrics/measure.js";
import { scoredOf, type Evaluation } from "./evaluate.js";

/** How one metric differs between folds: a description, since folds share their training images. */
export interface Spread {
  /** Mean over the folds. */
  value: number;
  /** Standard deviation between folds. It is no standard error (see crossValidatedAuc). */
  sd: number;
  min: number;
  max: number;
}

/** What a cross-validation says of the way a model is trained. */
export interface FoldsSummary {
  auc: CrossValidatedAuc;
  /** All metrics but the AUC, each fold at its own threshold. */
  others: Record<Exclude<MetricName, "auc">, Spread>;
  /** Undefined when an image has no region. */
  withinRegion: CrossValidatedAucWithin | undefined;
}

/** @param tests the held-out images of each fold, judged by the model that has not seen them */
export function summarizeFolds(tests: readonly Evaluation[], confidence: Confidence): FoldsSummary {
  const spreads = metricNames.flatMap((name) =>
    name === "auc" ? [] : [[name, spreadOf(tests.map(({ metrics }) => metrics[name].value))] as const],
  );
  const folds = tests.map((test) => ({
    ...scoredOf(test),
    scores: test.predictions.map(({ logit }) => logit),
    strata: test.predictions.map(({ radiograph }) => radiograph.region),
  }));
  const regional = folds.flatMap(({ strata, ...fold }) => {
    const known = strata.flatMap((region) => region ?? []);
    return known.length === strata.length ? [{ ...fold, strata: known }] : [];
  });
  return {
    auc: crossValidatedAuc(folds, confidence),
    others: Object.fromEntries(spreads) as FoldsSummary["others"],
    withinRegion: regional.length === folds.length ? crossValidatedAucWithin(regional, { confidence }) : undefined,
  };
}

function spreadOf(values: readonly number[]): Spread {
  const value = mean(values);
  const squares = values.map((each) => (each - value) ** 2);
  const sd = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (values.length - 1));
  return { value, sd, min: Math.min(...values), max: Math.max(...values) };
}
