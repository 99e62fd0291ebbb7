import { groupBootstrap, type BootstrapOptions } from "./groupBootstrap.js";
import { requireBothClasses, requireGroups, requireProbabilities } from "./requireScored.js";
import type { Scored } from "./summarize.js";

/** Net benefit at each threshold, in true positives an image; acting on no image has 0 throughout. */
export interface DecisionCurve {
  /** Rising, in (0, 1): the probability from which one would act. At 0.1 one false alarm costs a ninth of a found fracture. */
  thresholdProb: number[];
  model: number[];
  /** Pointwise group-bootstrap interval of the model. */
  low: number[];
  high: number[];
  /** Of acting on every image. */
  treatAll: number[];
}

export interface DecisionCurveOptions extends BootstrapOptions {
  /** Default: 0.01, 0.02 … 0.99. */
  thresholdProb?: readonly number[];
  /** Share of fractures where the model would be used; default: that of these images, which were seldom drawn at random. */
  prevalence?: number;
}

/**
 * Is acting on the model better than acting on all or on none? Net benefit = sensitivity * prevalence -
 * (1 - specificity) * (1 - prevalence) * t / (1 - t) (Vickers & Elkin 2006, doi:10.1177/0272989X06295361). It takes
 * probabilities at their word, so calibrate them first.
 * @throws RangeError on different lengths, one class only, a probability outside [0, 1], a threshold or a prevalence
 *   outside (0, 1)
 */
export function decisionCurve(scored: Scored, options: DecisionCurveOptions): DecisionCurve {
  const { labels, scores, groups } = scored;
  requireProbabilities(labels, scores);
  requireGroups(labels, groups);
  const positives = requireBothClasses(labels, scores);
  const { prevalence = positives / labels.length } = options;
  const thresholds = [...(options.thresholdProb ?? Array.from({ length: 99 }, (_, k) => (k + 1) / 100))].sort(
    (a, b) => a - b,
  );
  for (const [name, shares] of Object.entries({ thresholds, prevalence: [prevalence] })) {
    const wrong = shares.find((share) => !(share > 0 && share < 1));
    if (wrong !== undefined) throw new RangeError(`Expected ${name} between 0 and 1. Received: ${wrong}`);
  }
  const netBenefit = (found: number, falseAlarms: number, threshold: number, share: number): number =>
    found * share - (falseAlarms * (1 - share) * threshold) / (1 - threshold);
  // At how many thresholds each image is called fractured: one pass then serves all of them.
  const calledAt = Uint32Array.from(scores, (score) => thresholds.filter((threshold) => score >= threshold).length);
  const modelOn = (drawn: ArrayLike<number>): number[] => {
    const called = [0, 1].map(() => new Float64Array(thresholds.length + 1)); // by class
    for (let k = 0; k < drawn.length; k++) called[labels[drawn[k]!]!]![calledAt[drawn[k]!]!]!++;
    for (const counts of called) for (let t = thresholds.length; t > 0; t--) counts[t - 1]! += counts[t]!;
    const [intact, fractured] = [called[0]![0]!, called[1]![0]!];
    const share = options.prevalence ?? fractured / drawn.length;
    return thresholds.map((threshold, t) =>
      netBenefit(called[1]![t + 1]! / fractured, called[0]![t + 1]! / intact, threshold, share),
    );
  };
  const intervals = groupBootstrap(groups, modelOn, { method: "percentile", ...options }); // BCa makes a ragged band
  return {
    thresholdProb: thresholds,
    model: modelOn(groups.map((_, i) => i)),
    low: intervals.map(({ low }) => low),
    high: intervals.map(({ high }) => high),
    treatAll: thresholds.map((threshold) => netBenefit(1, 1, threshold, prevalence)),
  };
}
