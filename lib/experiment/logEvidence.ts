import type { TrackedRun } from "../tracking/index.js";
import { evidenceFile, evidenceText, type Evidence } from "./evidence.js";

/** The evidence whole as metrics/evidence.json, and as metrics the few numbers that runs are compared by. */
export async function logEvidence(
  run: TrackedRun,
  evidence: Evidence,
  at: Parameters<TrackedRun["mlflow"]["metrics"]>[1],
): Promise<void> {
  run.mlflow.metrics(comparedNumbers(evidence), at);
  await run.mlflow.artifact(`metrics/${evidenceFile}`, evidenceText(evidence));
}

/** Those that are undefined for a run are not there. */
export function comparedNumbers(evidence: Evidence): Record<string, number> {
  const { withinRegion, calibration, operatingPoints, baselines } = evidence;
  const atLeast = operatingPoints.find(({ rule }) => rule === "sensitivity")?.test;
  const numbers: Record<string, number | undefined> = {
    "test/auc.withinRegion": withinRegion?.macroAverage.value,
    "test/auc.withinRegion.low": withinRegion?.macroAverage.low,
    "test/auc.withinRegion.high": withinRegion?.macroAverage.high,
    "test/auc.withinRegionPairs": withinRegion?.pairAverage.value,
    "test/auc.bestBaseline": baselines ? Math.max(...baselines.judged.map(({ auc }) => auc.value)) : undefined,
    "test/brier.uncalibrated": calibration.before.brier,
    "test/ece.uncalibrated": calibration.before.ece,
    "test/sensitivity.atLeast": atLeast?.sensitivity.value,
    "test/specificity.atLeast": atLeast?.specificity.value,
    ...fittedNumbers(calibration.parameters),
  };
  return Object.fromEntries(
    Object.entries(numbers).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}

/** An isotonic curve has no number that runs could be compared by. */
function fittedNumbers(fitted: Evidence["calibration"]["parameters"]): Record<string, number> {
  if (fitted?.kind === "platt") {
    return { "validation/calibration.slope": fitted.slope, "validation/calibration.intercept": fitted.intercept };
  }
  return fitted?.kind === "temperature" ? { "validation/calibration.temperature": fitted.temperature } : {};
}
