import { decimal, percent, withInterval } from "../figures/numbers.js";
import type { Calibration } from "../metrics/calibrate.js";
import type { Evidence } from "./evidence.js";

/** What a reader must know beside the headline, a sentence each: for the run's note and the printout. */
export function evidenceSentences(evidence: Evidence): string[] {
  return [
    baselineSentence(evidence),
    withinRegionSentence(evidence),
    calibrationSentence(evidence),
    ...evidence.operatingPoints.filter(({ rule }) => rule === "sensitivity").map(operatingPointSentence),
    detectableSentence(evidence),
    fewGroupsSentence(evidence),
  ].filter((sentence): sentence is string => sentence !== undefined);
}

/** "Youden", "sensitivity at least 90 %". */
export function ruleInWords({
  rule,
  sensitivityAtLeast,
}: Pick<Evidence["operatingPoints"][number], "rule" | "sensitivityAtLeast">): string {
  if (rule === "sensitivity") return `sensitivity at least ${percent(sensitivityAtLeast ?? NaN, 0)}`;
  return rule === "youden" ? "Youden" : "F1";
}

function withinRegionSentence({ withinRegion, metrics }: Evidence): string | undefined {
  if (!withinRegion) return undefined;
  const { strata, macroAverage, pairAverage } = withinRegion;
  if (strata.length === 0) return "No region has enough images of both classes for an AUC within it.";
  return (
    `Within regions the AUC is ${withInterval(macroAverage)} on average over ${strata.length}, ` +
    `${withInterval(pairAverage)} over pairs of images; over all images ${decimal(metrics.test.auc.value)}.`
  );
}

/** A model that a trivial baseline equals has not shown that it sees fractures, and this says so. */
function baselineSentence({ baselines, withinRegion }: Evidence): string | undefined {
  if (!baselines || baselines.judged.length === 0) return undefined;
  const falling = [...baselines.judged].sort((a, b) => b.auc.value - a.auc.value);
  const equal = falling.find(({ modelGain }) => !(modelGain.low > 0)); // an undefined interval shows nothing either
  if (!equal) {
    const best = falling[0]!;
    return `Better than every trivial baseline; the best of them, ${inWords(best.name)}, has an AUC of ${withInterval(best.auc)}.`;
  }
  const isAsGood = !(equal.modelGain.value > 0);
  const within =
    equal.withinRegion && withinRegion
      ? ` Within regions it has ${withInterval(equal.withinRegion)}, the model ${withInterval(withinRegion.macroAverage)}.`
      : "";
  return (
    `${isAsGood ? "A trivial baseline does as well" : "Not shown to be better than a trivial baseline"}: ` +
    `${inWords(equal.name)} has an AUC of ${withInterval(equal.auc)}; the model less it: ${withInterval(equal.modelGain)}.` +
    `${isAsGood ? " The AUC does not show that the model sees fractures." : ""}${within}`
  );
}

function inWords(baseline: string): string {
  return baseline === "all of these" ? "a model of all trivial traits" : `${baseline} alone`;
}

function calibrationSentence({ calibration, metrics, folds }: Evidence): string {
  const { method, parameters, before, after, change } = calibration;
  const { brier } = metrics.test;
  if (folds && method !== "none") {
    return (
      `Each fold is calibrated by its own validation images (${method}); Brier score of all held-out verdicts ${decimal(before.brier)} ` +
      `before, ${decimal(after.brier)} after (change ${withInterval(change.brier)}).`
    );
  }
  if (!parameters) {
    return `Not calibrated: Brier score ${withInterval(brier)}, calibration error ${decimal(after.ece)}${byChance(after)}.`;
  }
  return (
    `Calibrated by the validation images' ${calibrationInWords(parameters)}: Brier score ${decimal(before.brier)} before, ` +
    `${withInterval(brier)} after (change ${withInterval(change.brier)}); calibration error ${decimal(before.ece)} before, ` +
    `${decimal(after.ece)} after${byChance(after)}.`
  );
}

/** What the calibration error is to be held against; older evidence does not know. */
function byChance({ eceIfCalibrated: band }: Evidence["calibration"]["after"]): string {
  return band ? ` (perfect calibration would show ${decimal(band.low)} to ${decimal(band.high)} by chance alone)` : "";
}

/** "temperature 1.32", "slope 1.03 and intercept -2.11". */
export function calibrationInWords(calibration: Calibration): string {
  switch (calibration.kind) {
    case "platt":
      return `slope ${decimal(calibration.slope, 2)} and intercept ${decimal(calibration.intercept, 2)}`;
    case "temperature":
      return `temperature ${decimal(calibration.temperature, 2)}`;
    case "isotonic":
      return `isotonic curve of ${calibration.logits.length} knots`;
  }
}

function operatingPointSentence(point: Evidence["operatingPoints"][number]): string {
  const { thresholdProb, validation, test, chosenAnew } = point;
  const anew = (rate: "sensitivity" | "specificity"): string =>
    chosenAnew ? ` (threshold chosen anew: ${decimal(chosenAnew[rate].low)} to ${decimal(chosenAnew[rate].high)})` : "";
  const at = Number.isNaN(thresholdProb)
    ? "each fold has its own threshold"
    : `the threshold is ${decimal(thresholdProb)}`;
  return (
    `Asked for ${ruleInWords(point)} on validation, ${at}: sensitivity ${withInterval(test.sensitivity)}` +
    `${anew("sensitivity")}, specificity ${withInterval(test.specificity)}${anew("specificity")}; ` +
    `on validation itself ${decimal(validation.sensitivity)} and ${decimal(validation.specificity)}.`
  );
}

/** Below it an AUC's interval is somewhat too narrow: see test/metrics/coverage.slow.test.ts. */
const fewGroups = 20;

function fewGroupsSentence({ judged: { groups } }: Evidence): string | undefined {
  if (groups >= fewGroups) return undefined;
  return `${groups} groups are few: the AUC's interval may be somewhat too narrow (with 10 to 20 simulated patients 95 % ones held the truth in 89 to 95 %).`;
}

/** "a true gain in AUC of 0.050 would be found four times in five, if the two AUCs correlate by 0.5". */
export function gainFound({ gain, power, correlation }: Evidence["detectableDifference"]): string {
  const share = power === 0.8 ? "four times in five" : `${percent(power, 0)} of the time`;
  return `a true gain in AUC of ${decimal(gain)} would be found ${share}, if the two AUCs correlate by ${correlation}`;
}

function detectableSentence({ detectableDifference, judged }: Evidence): string {
  const { gain, power, correlation } = detectableDifference;
  const size = `${judged.images} images in ${judged.groups} groups`;
  const given = `power ${percent(power, 0)}, correlation ${correlation}`;
  return Number.isNaN(gain)
    ? `${size} are too few to show any other model to be better (${given}).`
    : `${size}: of another model, ${gainFound(detectableDifference)}.`;
}
