import type { Figure } from "../figures/figure.js";
import type { Settings } from "../settings.js";
import {
  datasetInputs,
  logFigure,
  withTrackedRun,
  type RunContext,
  type RunPages,
  type TrackedRun,
} from "../tracking/index.js";
import type { RunEvaluation } from "./evaluateRun.js";
import { evaluationFigures } from "./evaluationFigures.js";
import type { Evidence } from "./evidence.js";
import { evidenceFigures } from "./evidenceFigures.js";
import { logEvidence } from "./logEvidence.js";
import { logEvaluation } from "./logResults.js";
import { runsView } from "./runsView.js";
import type { OpenedRun } from "./savedRun.js";

export interface LogEvaluationOptions extends Pick<Settings, "root" | "trackingUri" | "spoolDir"> {
  context: RunContext;
  /** What the run was called where it was asked for. */
  reference: string;
  /** Its MLflow id; undefined for a folder or a model whose run is not known. */
  parentRunId: string | undefined;
  signal?: AbortSignal;
  onWarning: (message: string) => void;
  renderPng?: (figure: Figure) => Promise<Uint8Array | undefined>;
}

/**
 * Records an evaluation as an MLflow run of its own below the run that was judged, whose own numbers stay those of its
 * training: metrics named as a training's, so that both stand side by side, data set, figures, predictions and evidence.
 */
export async function logEvaluationRun(
  { saved }: Pick<OpenedRun, "saved">,
  { manifest, judged, evaluation }: RunEvaluation,
  evidence: Evidence,
  options: LogEvaluationOptions,
): Promise<{ runId: string; stored: "server" | "spool"; pages: RunPages | undefined }> {
  const { config } = saved;
  const { context, trackingUri, root, spoolDir, reference, parentRunId, signal, onWarning } = options;
  const set = `${judged.part} of ${manifest.source}`;
  const { runId, stored, pages } = await withTrackedRun(
    {
      experiment: "fracture-lab",
      view: runsView,
      name: `evaluation of ${reference} on ${set}`,
      tags: evaluationTags(evidence, reference),
      ...(parentRunId !== undefined && { parentRunId }),
      context,
      note: evaluationNote(evidence, reference),
      trackingUri,
      root,
      spoolDir,
      onWarning,
      ...(signal && { signal }),
    },
    async (run) => {
      const [dataset] = datasetInputs({ manifest, splits: { test: judged.radiographs } });
      const input = { ...dataset!, name: `${manifest.source}-${judged.part}`, context: "evaluation" };
      await run.mlflow.datasets([input]);
      const at = { step: 0, dataset: { name: input.name, digest: input.digest } };
      await logEvaluation(run, evaluation, { split: "test", classes: manifest.classes, at });
      await logEvidence(run, evidence, at);
      const settings = { seed: config.seed, ...config.evaluation };
      await logAll(
        run,
        { ...evaluationFigures(evaluation, settings), ...evidenceFigures(evidence) },
        options.renderPng,
      );
    },
  );
  return { runId, stored, pages };
}

function evaluationTags({ data, judged, trainedSplit }: Evidence, reference: string): Record<string, string> {
  return {
    "evaluation.of": reference,
    "evaluation.seenInTraining": String(seenOf(judged)),
    ...(data.copiesSearched !== undefined && { "evaluation.copiesSearched": String(data.copiesSearched) }),
    ...(trainedSplit && { "split.digest": trainedSplit.digest, "split.leaky": String(trainedSplit.leaky) }),
  };
}

function evaluationNote({ data, judged, metrics, confidence, command }: Evidence, reference: string): string {
  const { value, low, high } = metrics.test.auc;
  const interval = `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return [
    `AUC ${value.toFixed(3)} ${interval} (${Math.round(100 * confidence)} %) of ${reference} on ${judged.part} of ` +
      `${data.source}: ${judged.images} images in ${judged.groups} groups, ${seenOf(judged)} of them seen in training.`,
    `\`${command}\``,
  ].join("\n\n");
}

/** By bytes, as copies, or by their group. */
function seenOf({ seenInTraining, seenByCopy = 0, seenByGroup = 0 }: Evidence["judged"]): number {
  return seenInTraining + seenByCopy + seenByGroup;
}

async function logAll(
  run: TrackedRun,
  figures: Record<string, Figure>,
  renderPng: LogEvaluationOptions["renderPng"],
): Promise<void> {
  for (const [name, figure] of Object.entries(figures)) await logFigure(run, name, figure, await renderPng?.(figure));
}
