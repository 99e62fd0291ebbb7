import { join } from "node:path";
import { foldsCsv } from "../data/groupFolds.js";
import { countFolds, type PreparedFolds } from "../data/prepareFolds.js";
import { findChild, withTrackedRun, type RunPages, type TrackedRun } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import type { Evidence } from "./evidence.js";
import { gatherFoldsEvidence, nameOf, type JudgedFold } from "./foldsEvidence.js";
import { writeFoldsFolder } from "./foldsFolder.js";
import { foldsNote } from "./foldsNote.js";
import {
  foldResult,
  openFoldsProgress,
  type FoldResult,
  type FoldsNote,
  type FoldsProgress,
  type ResumableFolds,
} from "./foldsProgress.js";
import { evaluationSettings } from "./gatherEvidence.js";
import { logFolds } from "./logFolds.js";
import { asBegun, readBegun, warnOfDifferences, type Resumable } from "./resumable.js";
import { madeWith, newResumeNote } from "./runCheckpoints.js";
import { outOfFoldCsv } from "./outOfFoldCsv.js";
import { runExperiment, type RunExperimentOptions } from "./runExperiment.js";
import { runsView } from "./runsView.js";
import { splitTags } from "./splitTags.js";
import { summarizeFolds, type FoldsSummary } from "./summarizeFolds.js";

export interface CrossValidateOptions extends Omit<RunExperimentOptions, "register" | "parentRunId" | "resume"> {
  /** Goes on with a cross-validation that was stopped; its config and data must be those given here. */
  resume?: ResumableFolds;
  /** Told before each fold that is trained, from 0. */
  onFold?: (index: number) => void;
}

export interface CrossValidationResult {
  /** Of the parent run; the server's id, or a local one when it has not reached the server. */
  runId: string;
  status: "finished" | "killed";
  seconds: number;
  stored: "server" | "spool";
  pages: RunPages | undefined;
  /** As far as it came. */
  folds: FoldResult[];
  /** Only of a cross-validation that finished. */
  summary: FoldsSummary | undefined;
  /** What the summary is trusted by. */
  evidence: Evidence | undefined;
}

/**
 * Trains and judges one experiment on every fold: a run a fold, as runExperiment makes it, below one parent that holds
 * what they say together. Each fold is trained with the same seed, and can be repeated alone by its split.csv. Killed at any
 * moment, it can be resumed: what has ended stays, the fold it was at goes on, all as the same runs.
 * @throws UserError when a cross-validation to be resumed began with other data or other folds
 */
export async function crossValidate(
  config: ExperimentConfig,
  prepared: PreparedFolds,
  given: CrossValidateOptions,
): Promise<CrossValidationResult> {
  const started = performance.now();
  const { trackingUri, root, spoolDir, signal, onWarning, resume } = given;
  const context = resume ? asBegun(given.context, resume.note.command) : given.context;
  const options = { ...given, context };
  const note = newNote(config, prepared, options);
  if (resume) warnOfDifferences(resume, note, onWarning);
  const outcome = await withTrackedRun(
    {
      experiment: "fracture-lab",
      view: runsView,
      name: `${note.runName}, ${countFolds(prepared.folds)}`,
      tags: splitTags(config.data, {
        digest: prepared.digest,
        leaky: prepared.folds.some(({ data }) => data.split.leaky),
      }),
      context,
      config,
      note: foldsNote(config, prepared, context),
      trackingUri,
      root,
      spoolDir,
      onWarning,
      ...(signal && { signal }),
      ...(resume && { runId: resume.runId }),
    },
    async (run) => {
      await options.onStart?.(run.runId);
      const folder = join(options.checkpointsDir, resume?.runId ?? run.runId); // begun in the spool, it has another id since
      const progress = await openFoldsProgress(folder, resume?.note ?? note);
      try {
        return { ...(await trainAndLog(run, config, prepared, progress, options)), progress };
      } finally {
        await progress.release();
      }
    },
  );
  const { runId, stored, pages } = outcome;
  const { progress, ...judged } = outcome.value;
  const status = outcome.status === "KILLED" ? "killed" : "finished";
  if (judged.evidence) {
    const { evidence, folds } = judged;
    const verdictsCsv = outOfFoldCsv(
      prepared,
      folds.flatMap(({ test }) => test ?? []), // all have it where there is evidence
    );
    await writeFoldsFolder(join(options.runsDir, runId), { config, evidence, verdictsCsv });
  }
  if (status === "finished") await progress.finish();
  return { ...judged, runId, status, seconds: (performance.now() - started) / 1000, stored, pages };
}

function newNote(config: ExperimentConfig, prepared: PreparedFolds, options: CrossValidateOptions): FoldsNote {
  const { manifest, folds, digest } = prepared;
  const { folds: count, repeats } = folds[0]!.data.split.fold!;
  return {
    format: 1,
    config,
    runName: options.runName ?? config.name,
    folds: count,
    repeats,
    dataDigest: manifest.digest,
    splitDigest: digest,
    madeWith: madeWith(options.context),
    command: options.context.command,
    children: [],
    isFinished: false,
  };
}

/** All of a cross-validation but its frame. */
async function trainAndLog(
  run: TrackedRun,
  config: ExperimentConfig,
  prepared: PreparedFolds,
  progress: FoldsProgress,
  options: CrossValidateOptions,
): Promise<Pick<CrossValidationResult, "folds" | "summary" | "evidence">> {
  run.mlflow.params({ "split.by": "group", "split.digest": prepared.digest, "split.folds": prepared.folds.length });
  await run.mlflow.artifact("split/folds.csv", foldsCsv(prepared.folds));
  const folds: FoldResult[] = [];
  for (const i of prepared.folds.keys()) {
    if (options.signal?.aborted) break;
    const fold = await trainFold(run, { config, prepared, progress }, i, options);
    folds.push(fold);
    if (!fold.test) continue;
    const at = { step: i + 1, timestampMs: fold.endedAtMs }; // logged again by a resumed run, it is the same point
    run.mlflow.metrics({ "fold/auc": fold.test.metrics.auc.value }, at);
  }
  const judged = folds.filter((fold): fold is JudgedFold => fold.validation !== undefined && fold.test !== undefined);
  if (judged.length < prepared.folds.length) return { folds, summary: undefined, evidence: undefined };
  const { context, renderPng } = options;
  const summary = summarizeFolds(
    judged.map(({ test }) => test),
    evaluationSettings(config),
  );
  const evidence = gatherFoldsEvidence({ config, context }, prepared, judged, summary);
  await logFolds(run, { config, prepared, folds: judged, summary, evidence, renderPng });
  run.mlflow.note(foldsNote(config, prepared, context, { summary, evidence }));
  return { folds, summary, evidence };
}

interface Training {
  config: ExperimentConfig;
  prepared: PreparedFolds;
  progress: FoldsProgress;
}

/** One fold: what was kept of it, or its training from wherever that has got to. */
async function trainFold(
  run: TrackedRun,
  { config, prepared, progress }: Training,
  i: number,
  options: CrossValidateOptions,
): Promise<FoldResult> {
  const { data } = prepared.folds[i]!;
  const kept = await progress.result(i, data);
  if (kept) return kept;
  options.onFold?.(i);
  const runName = nameOf(prepared.folds[i]!);
  const child = { config, data, context: options.context, runName, parentRunId: run.runId };
  const { resume: begun, ...others } = options;
  const resume = begun && (await begunChild(child, progress.child(i), options));
  const result = await runExperiment(config, data, {
    ...others,
    ...(resume ? { resume } : { context: { ...options.context, resumedBy: undefined } }),
    runName,
    parentRunId: run.runId,
    onStart: (runId) => progress.begin(i, runId), // the id to be told is the parent's
  });
  const isWhole = result.status === "finished" && options.signal?.aborted !== true;
  return isWhole ? progress.keep(i, result) : foldResult(result);
}

/** The fold that was being trained when its process was killed, be it in the moment of its beginning. */
async function begunChild(
  child: Parameters<typeof newResumeNote>[0] & { parentRunId: string },
  noted: string | undefined,
  { checkpointsDir, trackingUri }: CrossValidateOptions,
): Promise<Resumable | undefined> {
  const runId = noted ?? (await findChild(trackingUri, child.parentRunId, child.runName));
  if (runId === undefined) return undefined;
  return (await readBegun(runId, checkpointsDir)) ?? { runId, note: newResumeNote(child), state: undefined };
}
