import { prepareData } from "../lib/data/prepareData.js";
import { unsearchedNotice } from "../lib/data/readGroupedSet.js";
import { leakyNotice } from "../lib/data/splitRecord.js";
import { createFigureRenderer } from "../lib/experiment/figureRenderer.js";
import { runExperiment } from "../lib/experiment/runExperiment.js";
import { readSettings } from "../lib/settings.js";
import { libtensorflowVersion } from "../lib/tensorflow/index.js";
import { readRunContext } from "../lib/tracking/index.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import {
  experimentCommand,
  optionOverrides,
  requireFitting,
  type ExperimentOptions,
} from "./experiment/commandLine.js";
import { runFast, runOverfit } from "./experiment/debug.js";
import { describeData } from "./experiment/describeSet.js";
import { planNew, planResumed } from "./experiment/plan.js";
import { printProfile } from "./experiment/profile.js";
import { report, resultJson } from "./experiment/report.js";
import { trainFolds } from "./experiment/trainFolds.js";
import { writeJson } from "./options.js";
import { createStages } from "./progress.js";
import { createTrainingProgress } from "./trainingProgress.js";

const program = experimentCommand();

await runCommand(program, async (signal) => {
  const options = program.opts<ExperimentOptions>();
  const { json, folds, repeats, register, champion, resume, fastDevRun, overfitBatches } = options;
  requireFitting(options);
  const settings = readSettings();
  const given = optionOverrides(options, settings.dataDir);
  const asked = register || champion ? (champion ? ["champion"] : []) : undefined;
  const { config, aliases, begunFolds, ...plan } =
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
    observer: training.observer,
    signal,
    onStart: (runId: string): void => {
      console.log(`run ${runId}`);
    },
    onWarning,
    renderPng: renderer.render,
  };
  try {
    if (folds !== undefined || begunFolds) {
      if (options.profile) throw new UserError("--profile: expected one training. Received: a cross-validation.", 2);
      const result = await trainFolds(config, begunFolds?.note ?? { folds: folds!, repeats: repeats ?? 1 }, reading, {
        ...recording,
        runName: plan.runName,
        ...(begunFolds && { resume: begunFolds }),
      });
      if (json) await writeJson(json, result);
      return;
    }
    const data = await prepareData(config.data, reading);
    stages.stop();
    console.error(describeData(data));
    const watching = { observer: training.observer, signal };
    if (fastDevRun || overfitBatches !== undefined) {
      await (overfitBatches === undefined
        ? runFast(config, data, watching)
        : runOverfit(config, data, overfitBatches, watching));
      return;
    }
    if (aliases && data.split.leaky) {
      throw new UserError("--register: expected a split that no group crosses. Received: a leaky one.", 2);
    }
    const unsearched = unsearchedNotice(config.data);
    if (aliases && unsearched !== undefined) {
      throw new UserError(
        `--register: expected a set whose copies are known. Received: ${unsearched} Let them be searched for, or say ` +
          "data.groupsHoldCopies=true of a table that holds them.",
        2,
      );
    }
    const result = await runExperiment(config, data, {
      ...recording,
      ...plan,
      ...(aliases && { register: { aliases } }),
    });
    training.stop();
    report(result);
    if (options.profile) printProfile(config, data, result);
    const { by, digest, leaky } = data.split;
    const notice = leakyNotice(data.split);
    if (notice !== undefined) console.log(notice);
    if (json)
      await writeJson(json, { ...resultJson(result), split: { by, digest, leaky }, copies: data.copies ?? null });
  } finally {
    training.stop();
    await renderer.close();
  }
});
