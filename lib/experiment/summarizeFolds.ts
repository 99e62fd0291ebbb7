import { crossValidatedAuc, type CrossValidatedAuc } from "../metrics/crossValidatedAuc.js";
import { crossValidatedAucWithin, type CrossValidatedAucWithin } from "../metrics/crossValidatedAucWithin.js";
import { mean } from "../metrics/mean.js";
import { metricNames, type MetricName } from "../metrics/measure.js";
import { summarizeMean, type Summary } from "../metrics/summarize.js";
import { calledOf, rankedOf, type Evaluation, type EvaluationSettings } from "./evaluate.js";

/** How one metric differs between folds: a description and no interval, since folds share their training images. */
export interface Spread {
  /** Standard deviation between folds. It is no standard error (see crossValidatedAuc). */
  sd: number;
  min: number;
  max: number;
}

/** What a cross-validation says of the way a model is trained. */
export interface FoldsSummary {
  auc: CrossValidatedAuc;
  /** Means over the folds, each at its own threshold, with the interval that the held-out groups leave open. */
  metrics: Summary;
  spread: Record<MetricName, Spread>;
  /** Undefined when an image has no region. */
  withinRegion: CrossValidatedAucWithin | undefined;
}

/** @param tests the held-out images of each fold, judged by the model that has not seen them */
export function summarizeFolds(tests: readonly Evaluation[], settings: EvaluationSettings): FoldsSummary {
  const { confidence } = settings;
  const folds = tests.map(rankedOf);
  const regional = tests.flatMap(({ predictions }, k) => {
    const strata = predictions.flatMap(({ radiograph }) => radiograph.region ?? []);
    return strata.length === predictions.length ? [{ ...folds[k]!, strata }] : [];
  });
  const auc = crossValidatedAuc(folds, confidence);
  const { value, low, high } = auc.auc;
  const spreads = metricNames.map((name) => [name, spreadOf(tests.map(({ metrics }) => metrics[name].value))] as const);
  return {
    auc,
    metrics: { ...summarizeMean(tests.map(calledOf), settings), auc: { value, low, high } },
    spread: Object.fromEntries(spreads) as FoldsSummary["spread"],
    withinRegion: regional.length === folds.length ? crossValidatedAucWithin(regional, { confidence }) : undefined,
  };
}

function spreadOf(values: readonly number[]): Spread {
  const center = mean(values);
  const squares = values.map((value) => (value - center) ** 2);
  const sd = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (values.length - 1));
  return { sd, min: Math.min(...values), max: Math.max(...values) };
}
