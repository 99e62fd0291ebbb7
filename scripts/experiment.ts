import { Command } from "commander";
import { experimentNamed, experiments } from "../experiments/index.js";
import { prepareData, type PreparedData } from "../lib/data/prepareData.js";
import { createFigureRenderer } from "../lib/experiment/figureRenderer.js";
import { applyOverrides } from "../lib/experiment/overrides.js";
import { runName } from "../lib/experiment/runName.js";
import { runExperiment, type ExperimentResult } from "../lib/experiment/runExperiment.js";
import { readSettings } from "../lib/settings.js";
import { libtensorflowVersion } from "../lib/tensorflow/index.js";
import { readRunContext } from "../lib/tracking/index.js";
import { runCommand } from "./command.js";
import { addDataOptions, dataOverrides, jsonOption, writeJson, type DataOptions } from "./options.js";
import { parseShares } from "./parseShares.js";
import { printMetrics } from "./printMetrics.js";
import { createStages } from "./progress.js";
import { createTrainingProgress } from "./trainingProgress.js";

interface Options extends DataOptions {
  split?: string;
  register?: boolean;
  champion?: boolean;
  json?: string;
}

const program = addDataOptions(new Command("npm run experiment --"))
  .description("Trains and judges one experiment, and records it in MLflow.")
  .argument("<name>", `one of: ${experiments.map(({ name }) => name).join(", ")}`)
  .argument("[key=value...]", "settings to change, such as model.dropout=0.4 seed=3")
  .option("--split <shares>", "train, validation and test shares of an unsplit set, such as 0.7,0.15,0.15")
  .option("--register", "make the model a version of MLflow's registered model of the experiment's name")
  .option("--champion", "register it and point the alias champion to it")
  .addOption(jsonOption("the result"));

await runCommand(program, async (signal) => {
  const [name, ...overrides] = program.args as [string, ...string[]];
  const { split, json, register, champion, ...dataOptions } = program.opts<Options>();
  const shares = split === undefined ? [] : [`data.split=[${parseShares(split).join()}]`];
  const settings = readSettings();
  const given = dataOverrides(dataOptions, settings.dataDir);
  const config = applyOverrides(experimentNamed(name), [...given, ...shares, ...overrides]);
  const command = ["npm", "run", "experiment", "--", ...process.argv.slice(2)];
  const versions = { libtensorflow: libtensorflowVersion() ?? "none" };
  const context = await readRunContext({ settings, command, sourceName: "scripts/experiment.ts", versions });

  const reading = createStages();
  const onWarning = (message: string): void => {
    console.warn(`Warning: ${message}`);
  };
  const data = await prepareData(config.data, { ...settings, onProgress: reading.onProgress, onWarning, signal });
  reading.stop();
  console.error(describeData(data));
  const training = createTrainingProgress();
  const renderer = createFigureRenderer(settings, onWarning);
  try {
    const result = await runExperiment(config, data, {
      ...settings,
      context,
      runName: runName(name, overrides),
      ...((register || champion) && { register: { aliases: champion ? ["champion"] : [] } }),
      observer: training.observer,
      signal,
      onStart: (runId) => {
        console.log(`run ${runId}`);
      },
      onWarning,
      renderPng: renderer.render,
    });
    training.stop();
    report(result);
    if (json) await writeJson(json, resultJson(result));
  } finally {
    training.stop();
    await renderer.close();
  }
});

function describeData({ manifest, splits }: PreparedData): string {
  const parts = Object.entries(splits).map(([name, { radiographs }]) => {
    return `${radiographs.length} ${name} (${new Set(radiographs.map(({ group }) => group)).size} groups)`;
  });
  const reasons = manifest.rejected.map(({ label, reason }) => `${label} ${reason}`);
  const counts = [...new Set(reasons)].map((reason) => `${reasons.filter((r) => r === reason).length} ${reason}`);
  const leftOut = counts.length === 0 ? "no file left out" : `left out: ${counts.join(", ")}`;
  return `${manifest.source}: ${parts.join(", ")}; ${leftOut}`;
}

function report(result: ExperimentResult): void {
  const { training, test, folder, stored, pages } = result;
  console.log(`${result.status} after ${training.history.length} epochs, best ${training.bestEpoch}`);
  if (test) printMetrics(test);
  if (folder) console.log(`model: ${folder}`);
  if (pages) console.log(`MLflow: ${pages.run}\nall runs: ${pages.runs}`);
  if (stored === "spool") console.warn("MLflow was away: the records wait on this machine for `npm run mlflow:sync`.");
}

function resultJson(result: ExperimentResult): object {
  const { runId, status, seconds, weightsSha256, training, validation, test, thresholdProb } = result;
  return {
    runId,
    status,
    seconds,
    imagesPerSecond: training.imagesPerSecond,
    weightsSha256,
    epochs: training.history.length,
    bestEpoch: training.bestEpoch,
    threshold: thresholdProb,
    metrics: { validation: validation?.metrics ?? null, test: test?.metrics ?? null },
  };
}
