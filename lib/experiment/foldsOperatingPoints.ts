import { chooseThreshold } from "../metrics/chooseThreshold.js";
import { mean } from "../metrics/mean.js";
import { summarizeMean } from "../metrics/summarize.js";
import type { ExperimentConfig } from "./config.js";
import { calledOf, scoredOf, type Evaluation, type EvaluationSettings } from "./evaluate.js";
import type { Evidence } from "./evidence.js";
import { bare } from "./evidenceNumbers.js";
import { thresholdRules } from "./evidenceOperatingPoints.js";

/**
 * What each way of choosing a threshold comes to over the folds: every fold's threshold is chosen on its own validation
 * images, so the spread of the choice is in the means, and no threshold stands for all.
 */
export function foldsOperatingPoints(
  evaluation: ExperimentConfig["evaluation"],
  folds: readonly { validation: Evaluation; test: Evaluation }[],
  settings: EvaluationSettings,
): Evidence["operatingPoints"] {
  return thresholdRules(evaluation).map(({ rule, sensitivityAtLeast, wanted }) => {
    const choices = folds.map(({ validation }) => {
      const { labels, scores } = scoredOf(validation);
      return chooseThreshold(labels, scores, wanted);
    });
    const called = folds.map(({ test }, k) => ({ ...calledOf(test), thresholdProb: choices[k]!.thresholdProb }));
    const { sensitivity, specificity } = summarizeMean(called, settings);
    return {
      rule,
      sensitivityAtLeast,
      thresholdProb: NaN,
      validation: {
        sensitivity: mean(choices.map((choice) => choice.sensitivity)),
        specificity: mean(choices.map((choice) => choice.specificity)),
      },
      test: { sensitivity: bare(sensitivity), specificity: bare(specificity) },
      chosenAnew: null,
    };
  });
}
