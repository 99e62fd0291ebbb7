import { Command } from "commander";
import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import { MlflowError } from "mlflow-js-client";
import {
  compareRuns,
  costRows,
  differenceRows,
  metricRows,
  pairRows,
  readRuns,
  reportFigures,
  verdicts,
  type Comparison,
  type RunFolder,
} from "../lib/compare/index.js";
import { writeAtomically } from "../lib/data/writeAtomically.js";
import { findRun, runReference } from "../lib/experiment/findRun.js";
import { showTable } from "../lib/figures/showTable.js";
import { readSettings, type Settings } from "../lib/settings.js";
import { FigurePage, findServerRun } from "../lib/tracking/index.js";
import { runCommand } from "./command.js";
import { jsonOption, outputOption, writeJson } from "./options.js";
import { runPlaces } from "./runPlaces.js";

interface Options {
  json?: string;
  html?: string;
}

const program = new Command("npm run compare --")
  .description(
    "Holds trained runs against the first one, on the same test images: config, curves, metrics, tests, cost.",
  )
  .argument("<runs...>", `two to eight; each ${runReference}`)
  .addOption(jsonOption("all numbers"))
  .addOption(outputOption("--html <file>", "also write a page with the figures, which needs no network"));

await runCommand(program, async () => {
  const { json, html } = program.opts<Options>();
  const settings = readSettings();
  const folders: RunFolder[] = [];
  for (const reference of program.args) folders.push(await locate(reference, settings));
  const comparison = compareRuns(await readRuns(folders));
  print(comparison);
  if (json) await writeJson(json, jsonOf(comparison));
  if (!html) return;
  const page = new FigurePage(settings.root);
  for (const [name, figure] of Object.entries(reportFigures(comparison))) page.add(name, figure);
  await writeAtomically(html, [await page.html(comparison.runs.map(({ name }) => name).join(" against "))]);
  console.log(`report: ${html}`);
});

async function locate(reference: string, settings: Settings): Promise<RunFolder> {
  const folder = await realpath(await findRun(reference, runPlaces(settings)));
  return { reference, folder, download: (path) => fromServer(settings.trackingUri, basename(folder), path) };
}

/** @returns undefined when the server is away, or has no such run or artifact */
async function fromServer(trackingUri: string, id: string, path: string): Promise<Uint8Array | undefined> {
  try {
    return await (await findServerRun(trackingUri, id)).download(path);
  } catch (error) {
    if (error instanceof MlflowError) return undefined;
    throw error;
  }
}

function print(comparison: Comparison): void {
  const { runs, warnings } = comparison;
  for (const { name, reference } of runs) console.log(`${name}: ${reference}`);
  for (const warning of warnings) console.warn(`Warning: ${warning}`);
  const differences = differenceRows(runs);
  for (const [caption, rows] of [
    ["What differs", differences],
    ["Metrics", metricRows(runs)],
    [`Against ${runs[0]!.name}`, pairRows(comparison)],
    ["Cost", costRows(runs)],
  ] as const) {
    console.log("");
    if (rows.length > 0) showTable(rows, { caption });
    else console.log(`${caption}: nothing that is recorded`);
  }
  console.log(`\n${verdicts(comparison).join("\n")}`);
}

function jsonOf(comparison: Comparison): object {
  const { runs, pairs, warnings } = comparison;
  return {
    runs: runs.map(({ name, reference, evidence, training }) => ({
      name,
      reference,
      metrics: evidence.metrics.test,
      withinRegion: evidence.withinRegion,
      training: training ?? null,
    })),
    differences: differenceRows(runs),
    pairs,
    warnings,
    verdicts: verdicts(comparison),
  };
}
