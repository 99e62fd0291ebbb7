import { rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { toCsv } from "../csv.js";
import type { PreparedData } from "../data/prepareData.js";
import type { Manifest } from "../data/types.js";
import type { Figure } from "../figures/figure.js";
import { learningCurves } from "../figures/learningCurves.js";
import { logDatasets, logFigure, withTrackedRun, type RunContext, type TrackedRun } from "../tracking/index.js";
import type { Settings } from "../settings.js";
import type { EpochRecord, TrainingObserver } from "../training/trainNetwork.js";
import type { ExperimentConfig } from "./config.js";
import { evaluationFigures } from "./evaluationFigures.js";
import { logEvaluation, logModel } from "./logResults.js";
import { contentKey, savedRunFiles, writeRunFolder, type SavedRun } from "./savedRun.js";
import { trainAndEvaluate, type TrainedModel } from "./trainAndEvaluate.js";

export interface RunExperimentOptions extends Pick<Settings, "root" | "trackingUri" | "spoolDir" | "runsDir"> {
  context: RunContext;
  observer?: TrainingObserver;
  signal?: AbortSignal;
  /** Told the run id before training starts. */
  onStart?: (runId: string) => void;
  onWarning: (message: string) => void;
  /** Makes PNGs of figures; without it MLflow gets the interactive ones only. */
  renderPng?: (figure: Figure) => Promise<Uint8Array | undefined>;
}

export interface ExperimentResult extends TrainedModel {
  /** The server's id, or a local one when the run has not reached the server. */
  runId: string;
  status: "finished" | "killed";
  seconds: number;
  /** "spool" when records still wait for the server: `npm run mlflow:sync` sends them. */
  stored: "server" | "spool";
  /** model.json, weights.bin and experiment.json; undefined when no epoch ended. */
  folder: string | undefined;
}

/** Trains, judges and records one experiment: in MLflow, and as a folder of this machine that `predict` can open. */
export async function runExperiment(
  config: ExperimentConfig,
  data: PreparedData,
  options: RunExperimentOptions,
): Promise<ExperimentResult> {
  const started = performance.now();
  const { context, trackingUri, root, spoolDir, runsDir, signal, onWarning } = options;
  const outcome = await withTrackedRun(
    {
      experiment: "fracture-lab",
      name: config.name,
      context,
      config,
      note: noteOf(config, data, context),
      trackingUri,
      root,
      spoolDir,
      onWarning,
      ...(signal && { signal }),
    },
    async (run) => {
      options.onStart?.(run.runId);
      const { manifest, splits } = data;
      const { train, validation, test } = splits;
      const parts = { train: train.radiographs, validation: validation.radiographs, test: test.radiographs };
      await logDatasets(run, { manifest, splits: parts });
      if (manifest.rejected.length > 0) await run.mlflow.artifact("data/left-out.csv", leftOutCsv(manifest));
      const observer = logEpochs(run, options.observer);
      const model = await trainAndEvaluate(config, data, { observer, ...(signal && { signal }) });
      run.mlflow.tags({ weightsSha256: model.weightsSha256 });
      run.mlflow.metrics({ imagesPerSecond: model.training.imagesPerSecond, trainingSeconds: model.training.seconds });
      const folder = model.validation && (await keepModel(run, config, data, model, options));
      await logFigures(run, config, model, options.renderPng);
      return { model, folder };
    },
  );
  const { model, folder } = outcome.value;
  const kept = folder && join(runsDir, outcome.runId);
  if (folder && kept && folder !== kept) {
    await rename(folder, kept); // began without a server, and has its id from there now
    await symlink(outcome.runId, folder); // the id that was printed first still finds it
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    ...model,
    runId: outcome.runId,
    status: model.training.status,
    seconds,
    stored: outcome.stored,
    folder: kept,
  };
}

/** Every file that was not used, with its reason: what is dropped can be a leak too. */
function leftOutCsv({ rejected }: Manifest): string {
  const rows = rejected.map(({ path, label, reason, detail }) => [path, label, reason, detail]);
  return toCsv(["path", "label", "reason", "detail"], rows);
}

function logEpochs(run: TrackedRun, observer: TrainingObserver | undefined): TrainingObserver {
  return {
    ...observer,
    onEpoch: async (record: EpochRecord) => {
      const { epoch, isBest, ...numbers } = record;
      const named = Object.entries({ ...numbers, isBest: isBest ? 1 : 0 }).map(([key, value]) => [
        `epoch/${key}`,
        value,
      ]);
      run.mlflow.metrics(Object.fromEntries(named) as Record<string, number>, { step: epoch });
      await observer?.onEpoch?.(record);
    },
  };
}

async function keepModel(
  run: TrackedRun,
  config: ExperimentConfig,
  { manifest, splits }: PreparedData,
  model: TrainedModel,
  { context, runsDir }: Pick<RunExperimentOptions, "context" | "runsDir">,
): Promise<string> {
  const seen = [...splits.train.radiographs, ...splits.validation.radiographs];
  const saved: SavedRun = {
    format: 1,
    config,
    classes: [...manifest.classes],
    thresholdProb: model.thresholdProb,
    weightsSha256: model.weightsSha256,
    dataDigest: manifest.digest,
    status: model.training.status,
    endedAt: new Date().toISOString(),
    code: codeOf(context),
    trainedOn: [...new Set(seen.map(({ sha256 }) => contentKey(sha256)))].sort(),
  };
  const files = await savedRunFiles(saved, model.weights);
  const folder = join(runsDir, run.runId);
  await writeRunFolder(folder, files);
  await logModel(run, config, files, model.training.bestEpoch);
  for (const split of ["validation", "test"] as const) {
    const evaluation = model[split];
    if (evaluation) await logEvaluation(run, split, evaluation, manifest.classes);
  }
  return folder;
}

async function logFigures(
  run: TrackedRun,
  config: ExperimentConfig,
  model: TrainedModel,
  renderPng: RunExperimentOptions["renderPng"],
): Promise<void> {
  const settings = { seed: config.seed, ...config.evaluation };
  const figures = {
    "learning-curves": learningCurves(model.training.history),
    ...(model.test && evaluationFigures(model.test, settings)),
  };
  for (const [name, figure] of Object.entries(figures)) await logFigure(run, name, figure, await renderPng?.(figure));
}

/** @returns what a saved run keeps as `code` */
export function codeOf({ git }: RunContext): string {
  return git ? `${git.commit}${git.isDirty ? "+" : ""}` : "unknown";
}

function noteOf(config: ExperimentConfig, { manifest, splits }: PreparedData, context: RunContext): string {
  const counts = Object.entries(splits).map(([name, { labels }]) => `${labels.length} ${name}`);
  return [
    `**${config.name}** on ${manifest.source}: ${counts.join(", ")} images, split by patient group.`,
    `${manifest.rejected.length} files left out. Data digest \`${manifest.digest.slice(0, 16)}\`, seed ${config.seed}.`,
    `Again: \`${context.command}\`${context.git ? ` at commit \`${context.git.commit.slice(0, 10)}\`` : ""}`,
    "Research code; not a medical device.",
  ].join("\n\n");
}
