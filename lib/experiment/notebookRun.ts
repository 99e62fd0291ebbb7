import { prepareData, type PreparedData } from "../data/prepareData.js";
import { leakyNotice } from "../data/splitRecord.js";
import { liveTraining } from "../figures/liveTraining.js";
import { showMarkdown } from "../figures/showMarkdown.js";
import { readSettings, type Settings } from "../settings.js";
import { libtensorflowVersion } from "../tensorflow/index.js";
import { readRunContext, type RunContext } from "../tracking/index.js";
import { UserError } from "../userError.js";
import { codeOf } from "./codeOf.js";
import type { ExperimentConfig } from "./config.js";
import { readEvidence, type Evidence } from "./evidence.js";
import { createFigureRenderer } from "./figureRenderer.js";
import { findTrainedRun } from "./findRun.js";
import { runExperiment, type ExperimentResult } from "./runExperiment.js";
import { noteFacts } from "./noteFacts.js";
import { readRunFolder, type OpenedRun } from "./savedRun.js";

/** Reads, splits and standardises what the config names; warnings appear under the cell. */
export async function openData(config: ExperimentConfig): Promise<PreparedData> {
  const settings = readSettings();
  const data = await prepareData(config.data, { ...settings, onWarning: warn });
  if (settings.factsFile) await noteFacts(settings.factsFile, config, data.manifest.digest, settings);
  const notice = leakyNotice(data.split);
  if (notice !== undefined) warn(notice);
  return data;
}

/**
 * Trains with live progress and curves under the cell, and records the run in MLflow. Interrupting the kernel ends the
 * run as KILLED, with the epochs it has.
 */
export async function trainInNotebook(
  config: ExperimentConfig,
  data: PreparedData,
  notebook: string,
): Promise<ExperimentResult> {
  const settings = readSettings();
  const context = await notebookContext(settings, notebook);
  const renderer = createFigureRenderer(settings, warn);
  const live = liveTraining();
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  process.on("SIGINT", interrupt);
  try {
    return await runExperiment(config, data, {
      ...settings,
      context,
      observer: live.observer,
      signal: stop.signal,
      onWarning: warn,
      renderPng: renderer.render,
    });
  } finally {
    process.off("SIGINT", interrupt);
    live.finish();
    await renderer.close();
  }
}

/**
 * The run that this machine has trained with this config, data and code, and what it was judged by; trained now if there is
 * none.
 * @throws UserError when the training was interrupted
 */
export async function trainedRun(
  config: ExperimentConfig,
  data: PreparedData,
  notebook: string,
): Promise<OpenedRun & { evidence: Evidence }> {
  const settings = readSettings();
  const code = codeOf(await notebookContext(settings, notebook));
  const { manifest, split } = data;
  const wanted = {
    config,
    dataDigest: manifest.digest,
    splitDigest: split.digest,
    code,
    since: settings.runsSince,
  };
  const folder =
    (await findTrainedRun(wanted, settings.runsDir)) ?? (await trainInNotebook(config, data, notebook)).folder;
  const evidence = folder && (await readEvidence(folder));
  if (!evidence) {
    throw new UserError("Expected a trained run. Received: a training that was interrupted. Run the cell again.");
  }
  return { ...(await readRunFolder(folder)), evidence };
}

function notebookContext(settings: Settings, notebook: string): Promise<RunContext> {
  const command = settings.command ?? ["npm", "run", "lab"];
  const versions = { libtensorflow: libtensorflowVersion() ?? "none" };
  return readRunContext({ settings, command, sourceName: notebook, versions });
}

function warn(message: string): void {
  showMarkdown(`> **Warning.** ${message}`);
}
