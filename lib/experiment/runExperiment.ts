import { basename, join } from "node:path";
import { radiographsOf, type PreparedData } from "../data/prepareData.js";
import { splitCsv } from "../data/splitCsv.js";
import { copiesSearched } from "../data/readGroupedSet.js";
import { leakyMark } from "../data/splitRecord.js";
import type { Figure } from "../figures/figure.js";
import { withTrackedRun, type RunContext, type RunPages, type TrackedRun } from "../tracking/index.js";
import type { Settings } from "../settings.js";
import type { TrainingObserver } from "../training/records.js";
import { codeOf } from "./codeOf.js";
import type { ExperimentConfig } from "./config.js";
import { evidenceFile, evidenceText, type Evidence } from "./evidence.js";
import { gatherEvidence, type JudgedModel } from "./gatherEvidence.js";
import { logFigures } from "./logFigures.js";
import { logModel, type RegisterOptions } from "./logModel.js";
import { logEvaluations } from "./logResults.js";
import { logEpoch, logSetUp, logTraining, observeEpochs } from "./logTraining.js";
import { asBegun, warnOfDifferences, type Resumable } from "./resumable.js";
import { madeWith, openRunCheckpoints, type RunCheckpoints } from "./runCheckpoints.js";
import { nameByServerId } from "./nameByServerId.js";
import { runNote } from "./runNote.js";
import { runsView } from "./runsView.js";
import { splitTags } from "./splitTags.js";
import { predictionsCsv, predictionsFile } from "./predictionsCsv.js";
import { contentKey, savedRunFiles, splitFileName, writeRunFolder, type SavedRun } from "./savedRun.js";
import { trainAndEvaluate, type TrainAndEvaluateOptions, type TrainedModel } from "./trainAndEvaluate.js";
import { costMeter, trainingFile, trainingText, type TrainingCost } from "./trainingRecord.js";

export interface RunExperimentOptions extends Pick<
  Settings,
  "root" | "trackingUri" | "spoolDir" | "runsDir" | "checkpointsDir"
> {
  context: RunContext;
  /** Shown in MLflow; the config's name when left out. */
  runName?: string;
  /** The run that this is a part of, such as a cross-validation. */
  parentRunId?: string;
  /** Makes the model a version of a registered model, once it has been judged. */
  register?: RegisterOptions;
  /** Beside those that every run has. */
  tags?: Readonly<Record<string, string>>;
  /** Asked after each epoch; false ends training. */
  goesOn?: TrainAndEvaluateOptions["goesOn"];
  /** False for a trial of a sweep; see trainAndEvaluate. */
  judgesTest?: boolean;
  /** Goes on with a run that was stopped; its config and data must be those given here. */
  resume?: Resumable;
  observer?: TrainingObserver;
  signal?: AbortSignal;
  /** Told the run id before training starts. */
  onStart?: (runId: string) => void | Promise<void>;
  onWarning: (message: string) => void;
  /** Makes PNGs of figures; without it MLflow gets the interactive ones only. */
  renderPng?: (figure: Figure) => Promise<Uint8Array | undefined>;
}

export interface ExperimentResult extends TrainedModel {
  /** What the result is trusted by; undefined for a training that did not finish. */
  evidence: Evidence | undefined;
  /** The server's id, or a local one when the run has not reached the server. */
  runId: string;
  status: "finished" | "killed";
  seconds: number;
  /** "spool" when records still wait for the server: `npm run mlflow:sync` sends them. */
  stored: "server" | "spool";
  /** Addresses in MLflow's UI; undefined when the run has not reached the server. */
  pages: RunPages | undefined;
  /** model.json, weights.bin and experiment.json; undefined when no epoch ended. */
  folder: string | undefined;
}

/** MLflow's own interval. */
const systemMetricsEveryMs = 10_000;

/**
 * Trains, judges and records one experiment: in MLflow, and as a folder of this machine that `predict` can open. Killed at
 * any moment, it can be resumed as the same run.
 * @throws UserError when a run to be resumed began with other data or another split
 */
export async function runExperiment(
  config: ExperimentConfig,
  data: PreparedData,
  given: RunExperimentOptions,
): Promise<ExperimentResult> {
  const started = performance.now();
  const { trackingUri, root, spoolDir, runsDir, signal, onWarning, resume } = given;
  const context = resume ? asBegun(given.context, resume.note.command) : given.context;
  const options = { ...given, context };
  const name = options.runName ?? config.name;
  if (resume) warnOfDifferences(resume, foundNow(data, context), onWarning);
  const outcome = await withTrackedRun(
    {
      experiment: "fracture-lab",
      view: runsView,
      name: data.split.leaky ? `${leakyMark} ${name}` : name,
      tags: { ...options.tags, ...splitTags(config.data, data.split) },
      ...(options.parentRunId !== undefined && { parentRunId: options.parentRunId }),
      context,
      config,
      note: runNote(config, data, context),
      trackingUri,
      root,
      spoolDir,
      systemMetricsEveryMs,
      onWarning,
      ...(signal && { signal }),
      ...(resume && { runId: resume.runId }),
    },
    async (run) => {
      await options.onStart?.(run.runId);
      const aliases = options.register?.aliases;
      const taken = await openRunCheckpoints(run.runId, { ...options, config, data, runName: name, aliases });
      try {
        return { ...(await trainAndLog(run, config, data, taken, options)), taken };
      } finally {
        await taken.release();
      }
    },
  );
  const { model, evidence, folder, taken } = outcome.value;
  if (model.training.status === "finished") await taken.finish();
  const kept = folder && join(runsDir, outcome.runId);
  if (folder) await nameByServerId(runsDir, basename(folder), outcome.runId);
  const seconds = (performance.now() - started) / 1000;
  return {
    ...model,
    evidence,
    runId: outcome.runId,
    status: model.training.status,
    seconds,
    stored: outcome.stored,
    pages: outcome.pages,
    folder: kept,
  };
}

/** All of a run but its frame. */
async function trainAndLog(
  run: TrackedRun,
  config: ExperimentConfig,
  data: PreparedData,
  { checkpoints, resumeFrom }: RunCheckpoints,
  options: RunExperimentOptions,
): Promise<JudgedModel & { folder: string | undefined }> {
  const { context, signal } = options;
  await logSetUp(run, config, data);
  for (const record of resumeFrom?.history ?? []) logEpoch(run, record);
  const costSoFar = costMeter(resumeFrom === undefined);
  const model = await trainAndEvaluate(config, data, {
    observer: observeEpochs(run, options.observer),
    checkpoints,
    ...(resumeFrom && { resumeFrom }),
    ...(signal && { signal }),
    ...(options.goesOn && { goesOn: options.goesOn }),
    ...(options.judgesTest !== undefined && { judgesTest: options.judgesTest }),
  });
  const cost = costSoFar();
  logTraining(run, model, cost);
  const judged = { model, cost, evidence: gatherEvidence({ config, context }, data, model) };
  const [folder] = await Promise.all([
    model.validation && keepModel(run, config, data, judged, options),
    logFigures(run, config, data, judged, options.renderPng), // drawn by another process while the rest is sent
  ]);
  run.mlflow.note(runNote(config, data, context, judged));
  return { ...judged, folder };
}

function foundNow({ manifest, split }: PreparedData, context: RunContext) {
  return { dataDigest: manifest.digest, splitDigest: split.digest, madeWith: madeWith(context) };
}

/** The trained model with its judgement: a folder of this machine, and a model in MLflow. @returns the folder */
async function keepModel(
  run: TrackedRun,
  config: ExperimentConfig,
  data: PreparedData,
  { model, evidence, cost }: JudgedModel & { cost: TrainingCost },
  { context, runsDir, register }: RunExperimentOptions,
): Promise<string> {
  const { manifest, splits, split } = data;
  const seen = [...splits.train.radiographs, ...splits.validation.radiographs];
  const saved: SavedRun = {
    format: 1,
    config,
    classes: [...manifest.classes],
    thresholdProb: model.thresholdProb,
    ...(model.calibration && { calibration: model.calibration }),
    weightsSha256: model.weightsSha256,
    dataDigest: manifest.digest,
    split: {
      by: split.by,
      digest: split.digest,
      leaky: split.leaky,
      copiesSearched: copiesSearched(config.data),
    },
    status: model.training.status,
    endedAt: new Date().toISOString(),
    code: codeOf(context),
    trainedOn: [...new Set(seen.map(({ sha256 }) => contentKey(sha256)))].sort(),
  };
  const texts = {
    ...(evidence && { [evidenceFile]: evidenceText(evidence) }),
    ...(model.test && { [predictionsFile("test", manifest.digest)]: predictionsCsv(model.test, manifest.classes) }),
    [trainingFile]: trainingText(model.training, cost),
    [splitFileName]: splitCsv(radiographsOf(splits)),
  };
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const files = {
    ...(await savedRunFiles(saved, model.weights)),
    ...Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, encode(text)])),
  };
  const folder = join(runsDir, run.runId);
  await writeRunFolder(folder, files);
  const { modelId } = await logModel(run, { config, data, model, files, ...(register && { register }) });
  await logEvaluations(run, data, { model, evidence }, modelId);
  return folder;
}
