import { Command } from "commander";
import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import { MlflowError } from "mlflow-js-client";
import {
  compareFolds,
  compareRuns,
  costRows,
  differenceRows,
  estimateRows,
  foldsPairRows,
  foldsReportFigures,
  foldsVerdicts,
  metricRows,
  pairRows,
  readFoldsToCompare,
  readRuns,
  reportFigures,
  verdicts,
  type Comparison,
  type FoldsComparison,
  type RunFolder,
} from "../lib/compare/index.js";
import { writeAtomically } from "../lib/data/writeAtomically.js";
import { findRun, runReference } from "../lib/experiment/findRun.js";
import type { Figure } from "../lib/figures/figure.js";
import { showTable } from "../lib/figures/showTable.js";
import { readSettings, type Settings } from "../lib/settings.js";
import { FigurePage, findServerRun } from "../lib/tracking/index.js";
import { runCommand } from "./command.js";
import { findFoldsFolder } from "./findFoldsFolder.js";
import { jsonOption, outputOption, writeJson } from "./options.js";
import { runPlaces } from "./runPlaces.js";

interface Options {
  json?: string;
  html?: string;
}

const program = new Command("npm run compare --")
  .description(
    "Holds trained runs against the first one on the same test images, or cross-validations on the same folds.",
  )
  .argument("<runs...>", `two to eight of one kind; each ${runReference}; or the id of a cross-validation`)
  .addOption(jsonOption("all numbers"))
  .addOption(outputOption("--html <file>", "also write a page with the figures, which needs no network"));

await runCommand(program, async () => {
  const { json, html } = program.opts<Options>();
  const settings = readSettings();
  const folds = await Promise.all(program.args.map((reference) => findFoldsFolder(reference, settings)));
  const folders: RunFolder[] = [];
  for (const [i, reference] of program.args.entries()) {
    folders.push(await locate(reference, folds[i] ?? (await findRun(reference, runPlaces(settings))), settings));
  }
  const report = folds.some(Boolean)
    ? reportOfFolds(compareFolds(await readFoldsToCompare(folders)))
    : reportOfRuns(compareRuns(await readRuns(folders)));
  print(report);
  if (json) await writeJson(json, report.json);
  if (!html) return;
  const page = new FigurePage(settings.root);
  for (const [name, figure] of Object.entries(report.figures)) page.add(name, figure);
  await writeAtomically(html, [await page.html(report.runs.map(({ name }) => name).join(" against "))]);
  console.log(`report: ${html}`);
});

async function locate(reference: string, found: string, { trackingUri }: Settings): Promise<RunFolder> {
  const folder = await realpath(found);
  return { reference, folder, download: (path) => fromServer(trackingUri, basename(folder), path) };
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

/** What is printed, and written if asked. */
interface Report {
  runs: readonly { name: string; reference: string }[];
  warnings: readonly string[];
  tables: readonly (readonly [caption: string, rows: Record<string, string>[]])[];
  verdicts: readonly string[];
  figures: Record<string, Figure>;
  json: object;
}

function print({ runs, warnings, tables, verdicts: sentences }: Report): void {
  for (const { name, reference } of runs) console.log(`${name}: ${reference}`);
  for (const warning of warnings) console.warn(`Warning: ${warning}`);
  for (const [caption, rows] of tables) {
    console.log("");
    if (rows.length > 0) showTable(rows, { caption });
    else console.log(`${caption}: nothing that is recorded`);
  }
  console.log(`\n${sentences.join("\n")}`);
}

function reportOfRuns(comparison: Comparison): Report {
  const { runs, pairs, warnings } = comparison;
  const differences = differenceRows(runs);
  const described = runs.map(({ name, reference, evidence, training }) => {
    const { metrics, withinRegion } = evidence;
    return { name, reference, metrics: metrics.test, withinRegion, training: training ?? null };
  });
  return {
    runs,
    warnings,
    tables: [
      ["What differs", differences],
      ["Metrics", metricRows(runs)],
      [`Against ${runs[0]!.name}`, pairRows(comparison)],
      ["Cost", costRows(runs)],
    ],
    verdicts: verdicts(comparison),
    figures: reportFigures(comparison),
    json: { runs: described, differences, pairs, warnings, verdicts: verdicts(comparison) },
  };
}

function reportOfFolds(comparison: FoldsComparison): Report {
  const { runs, pairs, warnings } = comparison;
  const differences = differenceRows(runs);
  const described = runs.map(({ name, reference, evidence: { metrics, withinRegion, folds } }) => {
    return { name, reference, metrics: metrics.test, withinRegion, folds };
  });
  return {
    runs,
    warnings,
    tables: [
      ["What differs", differences],
      ["Metrics", estimateRows(runs, "held out")],
      [`Against ${runs[0]!.name}`, foldsPairRows(comparison)],
    ],
    verdicts: foldsVerdicts(comparison),
    figures: foldsReportFigures(comparison),
    json: { runs: described, differences, pairs, warnings, verdicts: foldsVerdicts(comparison) },
  };
}
