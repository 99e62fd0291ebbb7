import type { PredictionRow } from "../experiment/predictionsCsv.js";
import type { PairedScores } from "../metrics/index.js";
import { UserError } from "../userError.js";
import type { ComparedRun } from "./comparedRun.js";

/** Two runs' verdicts on the same images, in the baseline's order. */
export interface PairedRuns extends PairedScores {
  /** After calibration, which thresholds hold for; `baseline` and `candidate` are logits, whose order it may tie. */
  probs: { baseline: number[]; candidate: number[] };
}

/**
 * Joins two runs' test images by content, not by name.
 * @throws UserError when classes, images, labels or groups differ: then no paired test is one
 */
export function pairRuns(baseline: ComparedRun, candidate: ComparedRun): PairedRuns {
  const [ours, theirs] = [baseline.saved.classes, candidate.saved.classes].map((classes) => classes.join(", "));
  if (ours !== theirs) {
    throw new UserError(`compare: expected runs of the same classes. Received: ${ours} against ${theirs}.`, 2);
  }
  const [rows, others] = [byContent(baseline.predictions), byContent(candidate.predictions)];
  const shared = [...rows].flatMap(([key, row]) => {
    const other = others.get(key);
    return other ? [{ row, other }] : [];
  });
  if (shared.length !== rows.size || shared.length !== others.size) {
    throw new UserError(
      `compare: expected runs that were judged on the same test images. Received: ${baseline.name} on ${rows.size}, ` +
        `${candidate.name} on ${others.size}, ${shared.length} of them the same. Train them on the same data and split.`,
      2,
    );
  }
  const differing = shared.filter(({ row, other }) => row.label !== other.label || row.group !== other.group).length;
  if (differing > 0) {
    throw new UserError(
      `compare: expected the same labels and groups. Received: ${differing} of ${shared.length} test images with another in ${candidate.name}.`,
      2,
    );
  }
  const fractured = baseline.saved.classes[1];
  return {
    labels: shared.map(({ row }) => (row.label === fractured ? 1 : 0)),
    groups: shared.map(({ row }) => row.group),
    baseline: shared.map(({ row }) => row.logit),
    candidate: shared.map(({ other }) => other.logit),
    probs: {
      baseline: shared.map(({ row }) => row.probability),
      candidate: shared.map(({ other }) => other.probability),
    },
  };
}

/** A content that is there several times is paired in order: one model calls all of them alike. */
function byContent(rows: readonly PredictionRow[]): Map<string, PredictionRow> {
  const seen = new Map<string, number>();
  return new Map(
    rows.map((row) => {
      const nth = (seen.get(row.sha256) ?? 0) + 1;
      seen.set(row.sha256, nth);
      return [`${row.sha256} ${nth}`, row];
    }),
  );
}
