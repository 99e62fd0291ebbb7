import { Command } from "commander";
import { findRun, runReference } from "../lib/experiment/findRun.js";
import { predictFiles, type FilePrediction } from "../lib/experiment/predictFiles.js";
import { readRunFolder } from "../lib/experiment/savedRun.js";
import { readSettings } from "../lib/settings.js";
import { runCommand } from "./command.js";
import { jsonOption, writeJson } from "./options.js";
import { runPlaces } from "./runPlaces.js";

const program = new Command("npm run predict --")
  .description("Judges single images with a trained run. Not a medical device.")
  .argument("<run>", runReference)
  .argument("<file...>", "image files")
  .addOption(jsonOption("the answers"));

await runCommand(program, async (signal) => {
  const [reference, ...files] = program.args as [string, ...string[]];
  const { json } = program.opts<{ json?: string }>();
  const run = await readRunFolder(await findRun(reference, runPlaces(readSettings())));
  const predictions = await predictFiles(run, files, signal);
  for (const prediction of predictions) console.log(describe(prediction));
  if (json) await writeJson(json, predictions);
  if (predictions.some(({ error }) => error !== null)) process.exitCode = 1;
});

function describe({ file, probability, threshold, label, error }: FilePrediction): string {
  if (probability === null || label === null) return `${file}: no answer, ${String(error)}`;
  return `${file}: ${label}, probability of a fracture ${probability.toFixed(3)} (threshold ${threshold.toFixed(3)})`;
}
