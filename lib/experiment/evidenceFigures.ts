import { baselinesFigure } from "../figures/baselinesFigure.js";
import { brierTable } from "../figures/brierTable.js";
import type { Figure } from "../figures/figure.js";
import { operatingPointsTable } from "../figures/operatingPointsTable.js";
import { reliabilityFigure } from "../figures/reliabilityFigure.js";
import { sliceFigure } from "../figures/sliceFigure.js";
import type { Evidence } from "./evidence.js";
import { ruleInWords } from "./evidenceSentences.js";

/** What stands beside an evaluation's own figures; their names are the artifacts' names. */
export function evidenceFigures(evidence: Evidence): Record<string, Figure> {
  const { metrics, calibration, slices, operatingPoints, baselines, withinRegion, confidence } = evidence;
  const { auc } = metrics.test;
  const rows = slices.flatMap(({ by, slices: parts }) =>
    parts.map((part) => ({ ...part, slice: `${by}: ${part.slice}` })),
  );
  const model = { name: evidence.experiment, auc, withinRegion: withinRegion?.macroAverage };
  return {
    ...(operatingPoints.length > 0 && {
      "operating-points": operatingPointsTable(
        operatingPoints.map((point) => ({ ...point, name: ruleInWords(point) })),
        { confidence },
      ),
    }),
    reliability: reliabilityFigure(
      { before: calibration.before.reliability, after: calibration.after.reliability },
      { confidence },
    ),
    brier: brierTable({ uncalibrated: calibration.before.decomposition, calibrated: calibration.after.decomposition }),
    ...(rows.length > 0 && { slices: sliceFigure(rows, { sliceTitle: "slice", overall: auc, confidence }) }),
    ...(baselines && {
      baselines: baselinesFigure(
        model,
        {
          baselines: baselines.judged.map((judged) => ({ ...judged, withinRegion: judged.withinRegion ?? undefined })),
          leftOut: baselines.leftOut,
        },
        { confidence },
      ),
    }),
  };
}
