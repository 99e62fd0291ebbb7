import { Command, Option } from "commander";
import { rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { SplitName } from "../lib/data/types.js";
import { evidenceFile, evidenceText, readEvidence } from "../lib/experiment/evidence.js";
import { leakyMark } from "../lib/data/splitRecord.js";
import { evaluateRun } from "../lib/experiment/evaluateRun.js";
import { findRun, runReference } from "../lib/experiment/findRun.js";
import { gatherEvidenceAgain } from "../lib/experiment/gatherEvidence.js";
import { applyOverrides } from "../lib/experiment/overrides.js";
import { predictionsCsv } from "../lib/experiment/predictionsCsv.js";
import { readRunFolder } from "../lib/experiment/savedRun.js";
import { readSettings } from "../lib/settings.js";
import { readRunContext } from "../lib/tracking/index.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import {
  addDataOptions,
  dataOverrides,
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
  json?: string;
}

const program = addDataOptions(new Command("npm run evaluate --"))
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
  .addOption(
    outputOption(
      "--predictions <file>",
      "where the CSV of predictions goes, the evidence beside it; into the run's folder when left out",
    ),
  )
  .addOption(jsonOption("the numbers"));

await runCommand(program, async (signal) => {
  const [reference] = program.args as [string];
  const { split, json, predictions, ...dataOptions } = program.opts<Options>();
  const settings = readSettings();
  const folder = await findRun(reference, runPlaces(settings));
  const run = await readRunFolder(folder);
  const trained = await readEvidence(folder);
  const csvStart = predictions ?? predictionsStart(folder, settings.runsDir);
  const command = ["npm", "run", "evaluate", "--", ...process.argv.slice(2)];
  const context = await readRunContext({ settings, command, sourceName: "scripts/evaluate.ts" });
  const { data } = applyOverrides(run.saved.config, dataOverrides(dataOptions, settings.dataDir));
  const progress = createStages();
  const judged = await evaluateRun(run, data, split, { ...settings, onProgress: progress.onProgress, signal });
  progress.stop();
  const { evaluation, seenInTraining } = judged;
  const evidence = gatherEvidenceAgain({ config: run.saved.config, context }, { ...judged, saved: run.saved, trained });
  const csv = predictions ?? `${csvStart}-${judged.split}-${judged.manifest.digest.slice(0, 8)}.csv`;
  await writeWhole(csv, predictionsCsv(evaluation, run.saved.classes));
  const evidenceJson = `${csv.replace(/\.csv$/i, "")}.${evidenceFile}`;
  await writeWhole(evidenceJson, evidenceText(evidence));
  const n = evaluation.predictions.length;
  console.log(`${judged.split} of ${judged.manifest.source}: ${n} images in ${evaluation.groups} groups`);
  if (run.saved.split?.leaky) {
    console.warn(
      `${leakyMark}: groups cross the split of this run; what it shares with its training says nothing of other patients.`,
    );
  }
  if (seenInTraining > 0) {
    console.warn(`Warning: ${seenInTraining} of ${n} images were trained or validated on; these numbers flatter.`);
  } else {
    console.log(
      "None of them was trained or validated on, as far as their bytes tell; `npm run audit` finds copies that differ.",
    );
  }
  printMetrics(evaluation, evidence);
  console.log(`predictions: ${csv}\nevidence: ${evidenceJson}`);
  const { groups, thresholdProb: threshold, metrics } = evaluation;
  const { withinRegion } = evidence;
  if (json) {
    await writeJson(json, { n, groups, threshold, seenInTraining, metrics, withinRegion, evidence, predictions: csv });
  }
});

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}

/** How the path of the predictions begins: in the run's folder, or beside this machine's runs when that is read-only. */
function predictionsStart(folder: string, runsDir: string): string {
  const obstacle = whyNotWritable(folder);
  if (obstacle === undefined) return join(folder, "predictions");
  if (whyNotWritable(runsDir) !== undefined) {
    throw new UserError(
      `evaluate: expected a place for the predictions. Received: ${obstacle}. Give --predictions FILE.`,
      2,
    );
  }
  console.warn(`Warning: ${obstacle}; the predictions go into ${runsDir}.`);
  return join(runsDir, `${basename(folder)}-predictions`);
}
