import type { ThresholdRule } from "../metrics/chooseThreshold.js";
import { operatingPoint, ratesAt } from "../metrics/operatingPoint.js";
import type { ExperimentConfig } from "./config.js";
import { scoredOf, type Evaluation, type EvaluationSettings } from "./evaluate.js";
import type { Evidence } from "./evidence.js";
import type { SavedRun } from "./savedRun.js";

type OperatingPoints = Evidence["operatingPoints"];

interface RuleOfPoint extends Pick<OperatingPoints[number], "rule" | "sensitivityAtLeast"> {
  wanted: ThresholdRule;
}

/** The config's rule, and beside it always "sensitivity at least x". */
export function thresholdRules({ thresholdRule, sensitivityAtLeast }: ExperimentConfig["evaluation"]): RuleOfPoint[] {
  const bound = { rule: "sensitivity" as const, sensitivityAtLeast, wanted: { sensitivityAtLeast } };
  if (thresholdRule === "sensitivity") return [bound];
  return [{ rule: thresholdRule, sensitivityAtLeast: null, wanted: thresholdRule }, bound];
}

export function operatingPointsOf(
  evaluation: ExperimentConfig["evaluation"],
  { validation, test }: { validation: Evaluation; test: Evaluation },
  settings: EvaluationSettings,
): OperatingPoints {
  return thresholdRules(evaluation).map(({ rule, sensitivityAtLeast, wanted }) => {
    const point = operatingPoint({
      validation: scoredOf(validation),
      test: scoredOf(test),
      rule: wanted,
      ...settings,
    });
    const { thresholdProb, sensitivity, specificity, chosenAnew } = point;
    return {
      rule,
      sensitivityAtLeast,
      thresholdProb,
      validation: { sensitivity, specificity },
      test: point.test,
      chosenAnew: { sensitivity: limits(chosenAnew.sensitivity), specificity: limits(chosenAnew.specificity) },
    };
  });
}

type Settled = Pick<OperatingPoints[number], "rule" | "sensitivityAtLeast" | "thresholdProb" | "validation">;

/** All that is known of a run from before there was evidence: its threshold, not what it promised. */
export function chosenPoint({ config, thresholdProb }: Pick<SavedRun, "config" | "thresholdProb">): Settled {
  const { thresholdRule: rule, sensitivityAtLeast } = config.evaluation;
  return {
    rule,
    sensitivityAtLeast: rule === "sensitivity" ? sensitivityAtLeast : null,
    thresholdProb,
    validation: { sensitivity: NaN, specificity: NaN },
  };
}

/** The thresholds that a run settled on, on other images. */
export function operatingPointsAgain(
  points: readonly Settled[],
  evaluation: Evaluation,
  settings: EvaluationSettings,
): OperatingPoints {
  const scored = scoredOf(evaluation);
  return points.map((point) => ({
    ...point,
    test: ratesAt(scored, point.thresholdProb, settings),
    chosenAnew: null,
  }));
}

function limits({ low, high }: { low: number; high: number }): { low: number; high: number } {
  return { low, high };
}
