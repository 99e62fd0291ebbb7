import { Command, Option } from "commander";
import { rename, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { SplitName } from "../lib/data/types.js";
import { describeJudged } from "../lib/experiment/describeJudged.js";
import { evaluateRun, type RunEvaluation } from "../lib/experiment/evaluateRun.js";
import { evaluationData } from "../lib/experiment/evaluationData.js";
import { evidenceFile, evidenceText, readEvidence, type Evidence } from "../lib/experiment/evidence.js";
import { createFigureRenderer } from "../lib/experiment/figureRenderer.js";
import { findRun, runReference } from "../lib/experiment/findRun.js";
import { gatherEvidenceAgain } from "../lib/experiment/gatherEvidence.js";
import { logEvaluationRun, type LogEvaluationOptions } from "../lib/experiment/logEvaluationRun.js";
import { predictionsCsv, predictionsFile } from "../lib/experiment/predictionsCsv.js";
import { readRunFolder, type OpenedRun } from "../lib/experiment/savedRun.js";
import { readSettings, type Settings } from "../lib/settings.js";
import { readRunContext } from "../lib/tracking/index.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import {
  addDataOptions,
  dataFolder,
  jsonOption,
  outputOption,
  whyNotWritable,
  writeJson,
  type DataOptions,
} from "./options.js";
import { printMetrics } from "./printMetrics.js";
import { createStages } from "./progress.js";
import { runPlaces } from "./runPlaces.js";

interface Options extends DataOptions {
  split?: SplitName | "all";
  predictions?: string;
  groups?: string;
  log?: boolean;
  json?: string;
}

const program = addDataOptions(new Command("npm run evaluate --"), "the run's own")
  .description("Judges a trained run at its own threshold, on its own test images or on another set.")
  .argument("<run>", runReference)
  .addOption(
    new Option("--split <name>", "which part; test, or all of an unsplit set from elsewhere, when left out").choices([
      "train",
      "validation",
      "test",
      "all",
    ]),
  )
  .option(
    "--groups <file.csv>",
    "path,group: images of another set that belong together, as `npm run audit -- --groups` writes them",
  )
  .option("--log", "also record it in MLflow, as a run below the one that is judged")
  .addOption(
    outputOption(
      "--predictions <file>",
      "where the CSV of predictions goes, the evidence beside it; into the run's folder when left out",
    ),
  )
  .addOption(jsonOption("the numbers"));

await runCommand(program, async (signal) => {
  const [reference] = program.args as [string];
  const { split, json, predictions, groups: groupsFile, log, ...dataOptions } = program.opts<Options>();
  const settings = readSettings();
  const folder = await findRun(reference, runPlaces(settings));
  const run = await readRunFolder(folder);
  const trained = await readEvidence(folder);
  const csvOf = predictions === undefined ? predictionsPlace(folder, settings.runsDir) : () => predictions;
  const command = ["npm", "run", "evaluate", "--", ...process.argv.slice(2)];
  const context = await readRunContext({ settings, command, sourceName: "scripts/evaluate.ts" });
  const data = evaluationData(run.saved.config.data, givenData(dataOptions, groupsFile, settings.dataDir));
  const progress = createStages();
  const result = await evaluateRun(run, data, split, {
    ...settings,
    onProgress: progress.onProgress,
    onWarning,
    signal,
  });
  progress.stop();
  const { evaluation, judged, manifest, seen, trainingCopies } = result;
  const evidence = gatherEvidenceAgain({ config: run.saved.config, context }, { ...result, saved: run.saved, trained });
  const csv = csvOf(predictionsFile(judged.part, manifest.digest));
  await writeWhole(csv, predictionsCsv(evaluation, run.saved.classes));
  const evidenceJson = `${csv.replace(/\.csv$/i, "")}.${evidenceFile}`;
  await writeWhole(evidenceJson, evidenceText(evidence));
  const { facts, doubts } = describeJudged(result, run.saved);
  for (const fact of facts) console.log(fact);
  for (const doubt of doubts) console.warn(doubt);
  printMetrics(evaluation, evidence);
  console.log(`predictions: ${csv}\nevidence: ${evidenceJson}`);
  const logged = log
    ? await record(run, result, evidence, { ...settings, ...naming(reference, folder), context, signal, onWarning })
    : undefined;
  if (!json) return;
  const { groups, thresholdProb: threshold, metrics } = evaluation;
  const { missing, unknown, relabelled, isOwnData } = judged;
  await writeJson(json, {
    n: evaluation.predictions.length,
    groups,
    threshold,
    seenInTraining: seen.bytes,
    seen: { ...seen, ...(trainingCopies && { comparedWith: trainingCopies.comparedWith }) },
    set: {
      isOwnData,
      missing,
      unknown,
      relabelled,
      copiesSearched: result.copiesSearched,
      copies: result.copies ?? null,
      leftOut: evidence.data.rejected,
    },
    doubts,
    metrics,
    withinRegion: evidence.withinRegion,
    evidence,
    predictions: csv,
    ...(logged && { runId: logged.runId }),
  });
});

/** In MLflow, with PNGs of its figures. */
async function record(
  run: OpenedRun,
  result: RunEvaluation,
  evidence: Evidence,
  options: Settings & LogEvaluationOptions,
): Promise<{ runId: string }> {
  const renderer = createFigureRenderer(options, options.onWarning);
  try {
    const recorded = await logEvaluationRun(run, result, evidence, { ...options, renderPng: renderer.render });
    console.log(
      recorded.pages ? `MLflow: ${recorded.pages.run}` : `run ${recorded.runId} waits for npm run mlflow:sync`,
    );
    return recorded;
  } finally {
    await renderer.close();
  }
}

/** A run's folder bears its MLflow id; that of an export, or of a logged model, does not. */
function naming(reference: string, folder: string): Pick<LogEvaluationOptions, "reference" | "parentRunId"> {
  const id = basename(folder);
  return /^[0-9a-f]{32}$/.test(id) ? { reference: id, parentRunId: id } : { reference, parentRunId: undefined };
}

function onWarning(message: string): void {
  console.warn(`Warning: ${message}`);
}

/** What the command line says of the set, and nothing else. */
function givenData(
  options: DataOptions,
  groupsFile: string | undefined,
  dataDir: string | undefined,
): Parameters<typeof evaluationData>[1] {
  const { data: source } = options;
  const dir = dataFolder(options, dataDir);
  return {
    ...(source && { source }),
    ...(dir !== undefined && { dir }),
    ...(groupsFile !== undefined && { groupsFile: resolve(groupsFile) }),
  };
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}

/** Where the predictions go: into the run's folder, or beside this machine's runs when that is read-only. */
function predictionsPlace(folder: string, runsDir: string): (file: string) => string {
  const obstacle = whyNotWritable(folder);
  if (obstacle === undefined) return (file) => join(folder, file);
  if (whyNotWritable(runsDir) !== undefined) {
    throw new UserError(
      `evaluate: expected a place for the predictions. Received: ${obstacle}. Give --predictions FILE.`,
      2,
    );
  }
  console.warn(`Warning: ${obstacle}; the predictions go into ${runsDir}.`);
  return (file) => join(runsDir, `${basename(folder)}-${file}`);
}
