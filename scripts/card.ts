import { Command } from "commander";
import { MlflowError } from "mlflow-js-client";
import { realpath, readFile } from "node:fs/promises";
import { basename } from "node:path";
import {
  cardFileNames,
  foldsCard,
  modelCard,
  readFoldsFacts,
  type FoldsFacts,
  readFacts,
  readPictures,
  writeCard,
  readShortcuts,
  writeShortcuts,
} from "../lib/card/index.js";
import { createFigureRenderer } from "../lib/experiment/figureRenderer.js";
import { findRun, runReference } from "../lib/experiment/findRun.js";
import { applyOverrides } from "../lib/experiment/overrides.js";
import { findShortcuts } from "../lib/experiment/findShortcuts.js";
import { readRunFolder } from "../lib/experiment/savedRun.js";
import { readSettings, type Settings } from "../lib/settings.js";
import { findServerRun, type ServerRun } from "../lib/tracking/index.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import { findFoldsFolder } from "./findFoldsFolder.js";
import { addDataOptions, dataOverrides, jsonOption, writeJson, type DataOptions } from "./options.js";
import { createStages } from "./progress.js";
import { runPlaces } from "./runPlaces.js";

interface Options extends DataOptions {
  out?: string;
  probe?: boolean;
  json?: string;
}

const program = addDataOptions(new Command("npm run card --"), "the run's own")
  .description("Writes a run's model card, as Markdown and as a web page, and logs both to MLflow.")
  .argument("<run>", `${runReference}; or the id of a cross-validation`)
  .option("--out <dir>", "where the card goes; the run's folder when left out")
  .option("--probe", "measure again whether the model leans on shortcuts, which else is done once")
  .option("--no-probe", "do not measure it")
  .addOption(jsonOption("where the card is and the shortcuts measured"));

await runCommand(program, async (signal) => {
  const [reference] = program.args as [string];
  const { out, probe, json, ...dataOptions } = program.opts<Options>();
  const settings = readSettings();
  const crossValidation = await findCrossValidation(reference, settings);
  const folder = crossValidation?.folder ?? (await findRun(reference, runPlaces(settings)));
  const runId = basename(await realpath(folder)); // a run that began without a server has another id since
  if (crossValidation && probe) {
    throw new UserError(
      "--probe: expected a run with a model. Received: a cross-validation. Name the run of a fold.",
      2,
    );
  }
  const isWanted = probe ?? (!crossValidation && (await readShortcuts(folder)) === undefined);
  const unmeasured = isWanted ? await measure(folder, dataOptions, settings, { signal, isAsked: probe }) : undefined;
  if (unmeasured !== undefined) warn(unmeasured);
  const facts = crossValidation ? undefined : await readFacts(folder, runId, unmeasured);
  const server = await askServer(settings.trackingUri, runId);
  const card = crossValidation
    ? foldsCard(crossValidation.facts)
    : modelCard(server ? { ...facts!, pictures: await readPictures(server) } : facts!);
  const renderer = createFigureRenderer(settings, warn);
  try {
    const files = await writeCard(card, out ?? folder, renderer.renderSvg);
    console.log(`${files.markdown}\n${files.html}`);
    const isLogged = server !== undefined && (await log(server, files));
    console.log(isLogged ? `MLflow: card/ of ${runId}` : "The card is not in MLflow; run this again to add it.");
    const shortcuts = facts?.shortcuts;
    if (json) await writeJson(json, { runId, ...files, logged: isLogged, shortcuts });
  } finally {
    await renderer.close();
  }
});

/** A folder, where this machine keeps it, or from MLflow; undefined when it is none. */
async function findCrossValidation(
  reference: string,
  settings: Settings,
): Promise<{ folder: string; facts: FoldsFacts } | undefined> {
  const folder = await findFoldsFolder(reference, settings);
  const facts = folder && (await readFoldsFacts(folder, basename(folder)));
  return folder && facts ? { folder, facts } : undefined;
}

/** @returns why not, where that is so: a card can do without, unless it was asked for */
async function measure(
  folder: string,
  dataOptions: DataOptions,
  settings: Settings,
  { signal, isAsked = false }: { signal: AbortSignal; isAsked?: boolean | undefined },
): Promise<string | undefined> {
  const progress = createStages();
  try {
    const run = await readRunFolder(folder);
    const { data } = applyOverrides(run.saved.config, dataOverrides(dataOptions, settings.dataDir));
    const options = { ...settings, onProgress: progress.onProgress, onWarning: warn, signal };
    await writeShortcuts(folder, await findShortcuts(run, data, options));
    return undefined;
  } catch (error) {
    if (isAsked || !(error instanceof UserError)) throw error;
    return `Shortcuts were not measured: ${error.message}`;
  } finally {
    progress.stop();
  }
}

/** @returns undefined, after a warning, when the server is away or does not know the run */
async function askServer(trackingUri: string, runId: string): Promise<ServerRun | undefined> {
  try {
    return await findServerRun(trackingUri, runId);
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    warn(`the run's own figures are missing: MLflow did not give them. ${error.message}`);
    return undefined;
  }
}

async function log(server: ServerRun, files: { markdown: string; html: string }): Promise<boolean> {
  try {
    await server.upload({
      [`card/${cardFileNames.markdown}`]: await readFile(files.markdown),
      [`card/${cardFileNames.html}`]: await readFile(files.html),
    });
    return true;
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    warn(`MLflow did not take the card. ${error.message}`);
    return false;
  }
}

function warn(message: string): void {
  console.warn(`Warning: ${message}`);
}
