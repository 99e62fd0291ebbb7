import { createRandom } from "../random.js";
import { chooseThreshold, type ThresholdChoice, type ThresholdRule } from "./chooseThreshold.js";
import { clusteredProportion } from "./clusteredProportion.js";
import { groupBootstrap, type BootstrapInterval, type BootstrapOptions } from "./groupBootstrap.js";
import { groupResampler } from "./groupResampler.js";
import { mean } from "./mean.js";
import { countPositives, requireGroups, requireProbabilities } from "./requireScored.js";
import type { Estimate, Scored } from "./summarize.js";

export interface OperatingPoint extends ThresholdChoice {
  /** On the test images at this threshold, taken as given: how good this model is as it stands. */
  test: { sensitivity: Estimate; specificity: Estimate };
  /**
   * With the threshold chosen anew on other validation patients: how far the promise "sensitivity at least x" carries.
   * Wider, the more so the fewer validation images there are.
   */
  chosenAnew: { sensitivity: BootstrapInterval; specificity: BootstrapInterval };
}

export interface OperatingPointOptions extends BootstrapOptions {
  validation: Scored;
  test: Scored;
  rule: ThresholdRule;
}

/**
 * Chooses a threshold on validation images and says what it does on test images, with both kinds of doubt: that of the
 * test images alone (groups as in clusteredProportion), and that of the choice as well (groups of both sets bootstrapped).
 * @throws RangeError on different lengths, one class only in the validation images, a probability outside [0, 1]
 */
export function operatingPoint({ validation, test, rule, ...options }: OperatingPointOptions): OperatingPoint {
  const choice = chooseThreshold(validation.labels, validation.scores, rule);
  requireGroups(validation.labels, validation.groups);
  requireProbabilities(test.labels, test.scores);
  requireGroups(test.labels, test.groups);
  const images = Array.from(test.groups, (_, i) => i);
  const rate = (label: number, from: ArrayLike<number>, thresholdProb: number): number[] =>
    Array.from(from, (i) => i)
      .filter((i) => test.labels[i] === label)
      .map((i) => Number(test.scores[i]! >= thresholdProb === (label === 1)));
  const estimate = (label: number): Estimate =>
    clusteredProportion(
      rate(label, images, choice.thresholdProb),
      test.groups.filter((_, i) => test.labels[i] === label),
      options.confidence,
    );
  const { draw } = groupResampler(validation.groups, createRandom(`${options.seed}/validation`));
  const [sensitivity, specificity] = groupBootstrap(
    test.groups,
    (drawn) => {
      const threshold = chooseOn(validation, draw(), rule);
      return [1, 0].map((label) => (threshold === undefined ? NaN : mean(rate(label, drawn, threshold))));
    },
    options,
  );
  return {
    ...choice,
    test: { sensitivity: estimate(1), specificity: estimate(0) },
    chosenAnew: { sensitivity: sensitivity!, specificity: specificity! },
  };
}

/** @returns undefined when the drawn images are of one class */
function chooseOn({ labels, scores }: Scored, drawn: Uint32Array, rule: ThresholdRule): number | undefined {
  const drawnLabels = Float64Array.from(drawn, (i) => labels[i]!);
  const positives = countPositives(drawnLabels);
  if (positives === 0 || positives === drawn.length) return undefined;
  return chooseThreshold(
    drawnLabels,
    Float64Array.from(drawn, (i) => scores[i]!),
    rule,
  ).thresholdProb;
}
