import { Command, InvalidArgumentError } from "commander";
import { resolve } from "node:path";
import { experiments } from "../experiments/index.js";
import { prepareData } from "../lib/data/prepareData.js";
import { leakyNotice } from "../lib/data/splitRecord.js";
import { createFigureRenderer } from "../lib/experiment/figureRenderer.js";
import { runExperiment, type ExperimentResult } from "../lib/experiment/runExperiment.js";
import { readSettings } from "../lib/settings.js";
import { libtensorflowVersion } from "../lib/tensorflow/index.js";
import { readRunContext } from "../lib/tracking/index.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import { describeData } from "./experiment/describeSet.js";
import { planNew, planResumed } from "./experiment/plan.js";
import { trainFolds } from "./experiment/trainFolds.js";
import { addDataOptions, dataOverrides, jsonOption, writeJson, type DataOptions } from "./options.js";
import { parseShares } from "./parseShares.js";
import { printMetrics } from "./printMetrics.js";
import { createStages } from "./progress.js";
import { createTrainingProgress } from "./trainingProgress.js";

interface Options extends DataOptions {
  split?: string;
  groups?: string;
  allowLeak?: boolean;
  folds?: number;
  repeats?: number;
  resume?: string;
  register?: boolean;
  champion?: boolean;
  json?: string;
}

const program = addDataOptions(new Command("npm run experiment --"))
  .description("Trains and judges one experiment, and records it in MLflow.")
  .argument("[name]", `one of: ${experiments.map(({ name }) => name).join(", ")}`)
  .argument("[key=value...]", "settings to change, such as model.dropout=0.4 seed=3")
  .option("--split <shares>", "train, validation and test shares of an unsplit set, such as 0.7,0.15,0.15")
  .option("--groups <file.csv>", "path,group: images that belong together, as `npm run audit -- --groups` writes them")
  .option("--allow-leak", "train on a split that a group crosses; the run is marked LEAKY and proves nothing")
  .option("--folds <k>", "cross-validate: k folds by group, a run each below one that holds the result", count(2))
  .option("--repeats <n>", "with --folds: so often, divided anew each time", count(1))
  .option(
    "--resume <run>",
    "goes on with a run that was stopped or killed, as it was begun; leave name and settings out",
  )
  .option("--register", "make the model a version of MLflow's registered model of the experiment's name")
  .option("--champion", "register it and point the alias champion to it")
  .addOption(jsonOption("the result"));

await runCommand(program, async (signal) => {
  const { json, folds, repeats, register, champion, resume, ...options } = program.opts<Options>();
  requireFitting({ folds, repeats, register, champion, resume });
  const settings = readSettings();
  const given = optionOverrides(options, settings.dataDir);
  const asked = register || champion ? (champion ? ["champion"] : []) : undefined;
  const { config, aliases, ...plan } =
    resume === undefined
      ? planNew(program.args, given, asked)
      : await planResumed(resume, program.args, given, settings.checkpointsDir);
  const command = ["npm", "run", "experiment", "--", ...process.argv.slice(2)];
  const versions = { libtensorflow: libtensorflowVersion() ?? "none" };
  const context = await readRunContext({ settings, command, sourceName: "scripts/experiment.ts", versions });

  const onWarning = (message: string): void => {
    console.warn(`Warning: ${message}`);
  };
  const stages = createStages();
  const reading = { ...settings, ...stages, onWarning, signal };
  const training = createTrainingProgress();
  const renderer = createFigureRenderer(settings, onWarning);
  const recording = {
    ...settings,
    context,
    ...plan,
    observer: training.observer,
    signal,
    onStart: (runId: string): void => {
      console.log(`run ${runId}`);
    },
    onWarning,
    renderPng: renderer.render,
  };
  try {
    if (folds !== undefined) {
      const result = await trainFolds(config, { folds, repeats: repeats ?? 1 }, reading, recording);
      if (json) await writeJson(json, result);
      return;
    }
    const data = await prepareData(config.data, reading);
    stages.stop();
    console.error(describeData(data));
    if (aliases && data.split.leaky) {
      throw new UserError("--register: expected a split that no group crosses. Received: a leaky one.", 2);
    }
    const result = await runExperiment(config, data, { ...recording, ...(aliases && { register: { aliases } }) });
    training.stop();
    report(result);
    const { by, digest, leaky } = data.split;
    const notice = leakyNotice(data.split);
    if (notice !== undefined) console.log(notice);
    if (json) await writeJson(json, { ...resultJson(result), split: { by, digest, leaky } });
  } finally {
    training.stop();
    await renderer.close();
  }
});

function count(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least}. Received: ${text}.`);
  };
}

/** @throws UserError when options do not go together */
function requireFitting({ folds, repeats, register, champion, resume }: Options): void {
  if (resume !== undefined && (folds !== undefined || register || champion)) {
    throw new UserError(
      "--resume: expected a run to go on as it was begun. Received: --folds, --register or --champion.",
      2,
    );
  }
  if (folds === undefined && repeats !== undefined) {
    throw new UserError("--repeats: expected --folds beside it. Received: --repeats alone.", 2);
  }
  if (folds !== undefined && (register || champion)) {
    throw new UserError(
      "--folds: expected no model to register, since a cross-validation has one a fold. Received: --register or --champion.",
      2,
    );
  }
}

/** The same as config overrides, so that one place checks them. */
function optionOverrides({ split, groups, allowLeak, ...data }: Options, dataDir: string | undefined): string[] {
  return [
    ...dataOverrides(data, dataDir),
    ...(split === undefined ? [] : [`data.split=[${parseShares(split).join()}]`]),
    ...(groups === undefined ? [] : [`data.groupsFile=${JSON.stringify(resolve(groups))}`]),
    ...(allowLeak ? ["data.allowLeak=true"] : []),
  ];
}

function report(result: ExperimentResult): void {
  const { training, test, evidence, folder, stored, pages } = result;
  console.log(`${result.status} after ${training.history.length} epochs, best ${training.bestEpoch}`);
  if (test) printMetrics(test, evidence);
  if (folder) console.log(`model: ${folder}`);
  if (pages) console.log(`MLflow: ${pages.run}\nall runs: ${pages.runs}`);
  if (stored === "spool") console.warn("MLflow was away: the records wait on this machine for `npm run mlflow:sync`.");
}

function resultJson(result: ExperimentResult): object {
  const { runId, status, seconds, weightsSha256, training, validation, test, evidence, thresholdProb } = result;
  return {
    runId,
    status,
    seconds,
    imagesPerSecond: training.imagesPerSecond,
    weightsSha256,
    epochs: training.history.length,
    bestEpoch: training.bestEpoch,
    threshold: thresholdProb,
    metrics: {
      validation: validation?.metrics ?? null,
      test: test?.metrics ?? null,
      withinRegion: evidence?.withinRegion ?? null,
    },
    evidence: evidence ?? null,
  };
}
