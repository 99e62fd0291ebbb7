import { Command, Option } from "commander";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { readSettings } from "../lib/settings.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import { addDataOptions, dataFolder, jsonOption, writeJson, type DataOptions } from "./options.js";
import { factsReport } from "./reproduce/facts.js";
import { findNotebooks } from "./reproduce/findNotebooks.js";
import { startTracking } from "./reproduce/startTracking.js";
import { reproduceNotebook } from "./reproduce/reproduceNotebook.js";
import { reproduceTable, type NotebookRow } from "./reproduce/table.js";

interface Options extends DataOptions {
  only?: string[];
  profile: "quick" | "full";
  commit?: boolean;
  results: string;
  json?: string;
}

const program = addDataOptions(new Command("npm run reproduce --"), "phantom")
  .description("Runs the notebooks from top to bottom and says whether their key numbers still hold.")
  .option("--only <numbers...>", "only these notebooks, such as 03")
  .addOption(
    new Option("--profile <size>", "quick only shows that all cells run").choices(["quick", "full"]).default("full"),
  )
  .option("--commit", "keep the executed notebooks and their key numbers as the ones to compare with")
  .option("--results <dir>", "the committed key numbers", "experiments/results")
  .addOption(jsonOption("the table"));

await runCommand(program, async (signal) => {
  const { data = "phantom", dataDir, only, profile, commit = false, results, json } = program.opts<Options>();
  if (commit && (data !== "phantom" || profile !== "full")) {
    throw new UserError(
      "reproduce: expected --commit with phantom data at the full profile, as notebooks are committed.",
      2,
    );
  }
  const settings = readSettings();
  const parameters = { data, dataDir: dataFolder({ data, dataDir }, settings.dataDir) ?? "", profile };
  const notebooks = await findNotebooks(settings.root, only);
  await mkdir(resolve(settings.root, "experiments", "reports"), { recursive: true });
  const since = new Date().toISOString();
  const tracking = await startTracking(settings.trackingUri, signal);
  const rows: NotebookRow[] = [];
  try {
    for (const name of notebooks) {
      if (signal.aborted) break;
      const here = { ...settings, trackingUri: tracking.uri };
      rows.push(
        await reproduceNotebook({
          name,
          parameters,
          commit,
          resultsDir: resolve(results),
          since,
          signal,
          settings: here,
        }),
      );
    }
  } finally {
    await tracking.stop();
  }
  if (rows.length > 0) console.log(`\n${factsReport(rows)}`);
  console.log(`\n${reproduceTable(rows)}`);
  console.log("\nreports: experiments/reports   runs: npm run mlflow");
  if (json) await writeJson(json, { data, profile, notebooks: rows.map(jsonRow) });
  if (rows.some(({ status }) => status !== "ok")) process.exitCode = 1;
});

function jsonRow({ name, status, seconds, numbers, differences, error }: NotebookRow): object {
  const pairs = Object.entries(numbers).map(([key, { value, committed }]) => [key, { value, committed }]);
  return { name, status, seconds, numbers: Object.fromEntries(pairs) as object, differences, ...(error && { error }) };
}
