import { createRandom } from "../random.js";
import { chooseThreshold, type ThresholdChoice, type ThresholdRule } from "./chooseThreshold.js";
import { groupBootstrap, type BootstrapInterval, type BootstrapOptions } from "./groupBootstrap.js";
import { groupResampler } from "./groupResampler.js";
import { countPositives, requireGroups } from "./requireScored.js";
import { summarize, type Estimate, type Scored } from "./summarize.js";

export interface OperatingPoint extends ThresholdChoice {
  /** On the test images at this threshold, taken as given: how good this model is as it stands. */
  test: { sensitivity: Estimate; specificity: Estimate };
  /**
   * With the threshold chosen anew on other validation patients: how far the promise "sensitivity at least x" carries.
   * Wider, the more so the fewer validation images there are; never narrower than the interval of `test`. In
   * simulations (test/metrics/coverage.slow.test.ts) 95 % ones held what another choice came to in 83 %, those of `test` in 60 %.
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
 * test images alone (as `summarize` gives it), and that of the choice as well (groups of both sets bootstrapped).
 * @throws RangeError on different lengths, one class only in the validation images, a probability outside [0, 1]
 */
export function operatingPoint({ validation, test, rule, ...options }: OperatingPointOptions): OperatingPoint {
  const choice = chooseThreshold(validation.labels, validation.scores, rule);
  requireGroups(validation.labels, validation.groups);
  const sorted = byFallingScore(validation); // once, so that no resample has to be
  const { draw } = groupResampler(sorted.groups, createRandom(`${options.seed}/validation`));
  const [sensitivity, specificity] = groupBootstrap(
    test.groups,
    (drawn) => {
      const threshold = chooseOn(sorted, draw(), rule);
      return [1, 0].map((label) => (threshold === undefined ? NaN : shareRight(test, drawn, label, threshold)));
    },
    { ...options, method: "percentile" }, // BCa corrects by the estimate and the jackknife, which have no chance in them
  );
  const rates = ratesAt(test, choice.thresholdProb, options);
  return {
    ...choice,
    test: rates,
    chosenAnew: {
      sensitivity: widened(sensitivity!, rates.sensitivity),
      specificity: widened(specificity!, rates.specificity),
    },
  };
}

function widened(interval: BootstrapInterval, { low, high }: Estimate): BootstrapInterval {
  return { ...interval, low: Math.min(interval.low, low), high: Math.max(interval.high, high) };
}

/**
 * Sensitivity and specificity at a threshold that was chosen elsewhere: those of {@link summarize}, so that one number has
 * one interval.
 * @throws RangeError on different lengths, or a probability outside [0, 1]
 */
export function ratesAt(scored: Scored, thresholdProb: number, options: BootstrapOptions): OperatingPoint["test"] {
  const { sensitivity, specificity } = summarize({ ...scored, thresholdProb, ...options });
  return { sensitivity, specificity };
}

/** Of the drawn images of a class, the share that is called right; NaN without any. */
function shareRight({ labels, scores }: Scored, drawn: Uint32Array, label: number, thresholdProb: number): number {
  let [n, right] = [0, 0];
  for (const i of drawn) {
    if (labels[i] !== label) continue;
    n++;
    if (scores[i]! >= thresholdProb === (label === 1)) right++;
  }
  return right / n;
}

function byFallingScore({ labels, scores, groups }: Scored): Scored {
  const order = Array.from(groups, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  return {
    labels: order.map((i) => labels[i]!),
    scores: order.map((i) => scores[i]!),
    groups: order.map((i) => groups[i]!),
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
