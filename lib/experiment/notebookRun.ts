import { prepareData, type PreparedData } from "../data/prepareData.js";
import { liveTraining } from "../figures/liveTraining.js";
import { showMarkdown } from "../figures/showMarkdown.js";
import { readSettings } from "../settings.js";
import { libtensorflowVersion } from "../tensorflow/index.js";
import { readRunContext } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import { createFigureRenderer } from "./figureRenderer.js";
import { findTrainedRun } from "./findRun.js";
import { runExperiment, type ExperimentResult } from "./runExperiment.js";
import { readRunFolder } from "./savedRun.js";

/** Reads, splits and standardises what the config names; warnings appear under the cell. */
export async function openData(config: ExperimentConfig): Promise<PreparedData> {
  return prepareData(config.data, { ...readSettings(), onWarning: warn });
}

/** Trains with live progress and curves under the cell, and records the run in MLflow. */
export async function trainInNotebook(
  config: ExperimentConfig,
  data: PreparedData,
  notebook: string,
): Promise<ExperimentResult> {
  const settings = readSettings();
  const command = settings.command ?? ["npm", "run", "lab"];
  const context = await readRunContext({
    settings,
    command,
    sourceName: notebook,
    versions: { libtensorflow: libtensorflowVersion() ?? "none" },
  });
  const renderer = createFigureRenderer(settings, warn);
  const live = liveTraining();
  try {
    return await runExperiment(config, data, {
      ...settings,
      context,
      observer: live.observer,
      onWarning: warn,
      renderPng: renderer.render,
    });
  } finally {
    live.finish();
    await renderer.close();
  }
}

/** The saved run of this config on this data; trained now if this machine has none, which gives the same weights. */
export async function trainedRun(
  config: ExperimentConfig,
  data: PreparedData,
  notebook: string,
): ReturnType<typeof readRunFolder> {
  const { runsDir } = readSettings();
  const folder =
    (await findTrainedRun(config, data.manifest.digest, runsDir)) ??
    (await trainInNotebook(config, data, notebook)).folder;
  return readRunFolder(folder!);
}

function warn(message: string): void {
  showMarkdown(`> **Warning.** ${message}`);
}
