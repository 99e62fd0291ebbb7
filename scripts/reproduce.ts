import { Command, Option } from "commander";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { readSettings } from "../lib/settings.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import { addDataOptions, jsonOption, writeJson, type DataOptions } from "./options.js";
import { findNotebooks } from "./reproduce/findNotebooks.js";
import { startTracking } from "./reproduce/startTracking.js";
import { reproduceNotebook } from "./reproduce/reproduceNotebook.js";
import { reproduceTable, type NotebookRow } from "./reproduce/table.js";

interface Options extends DataOptions {
  only?: string[];
  profile: "quick" | "full";
  commit?: boolean;
  json?: string;
}

const program = addDataOptions(new Command("npm run reproduce --"))
  .description("Runs the notebooks from top to bottom and says whether their key numbers still hold.")
  .option("--only <numbers...>", "only these notebooks, such as 03")
  .addOption(
    new Option("--profile <size>", "quick only shows that all cells run").choices(["quick", "full"]).default("full"),
  )
  .option("--commit", "keep the executed notebooks and their key numbers as the ones to compare with")
  .addOption(jsonOption("the table"));

await runCommand(program, async (signal) => {
  const { data = "phantom", dataDir, only, profile, commit = false, json } = program.opts<Options>();
  if (commit && (data !== "phantom" || profile !== "full")) {
    throw new UserError(
      "reproduce: expected --commit with phantom data at the full profile, which the notebooks are committed with.",
      2,
    );
  }
  const settings = readSettings();
  const folder = dataDir ? resolve(dataDir) : data === "phantom" ? "" : (settings.dataDir ?? "");
  if (data !== "phantom" && folder === "") {
    throw new UserError(
      `reproduce: expected a folder for --data ${data}. Give --data-dir DIR or set FRACTURE_DATA_DIR.`,
      2,
    );
  }
  const notebooks = await findNotebooks(settings.root, only);
  await mkdir(resolve(settings.root, "experiments", "reports"), { recursive: true });
  const tracking = await startTracking(settings.trackingUri);
  const rows: NotebookRow[] = [];
  try {
    for (const name of notebooks) {
      if (signal.aborted) break;
      const parameters = { data, dataDir: folder, profile };
      rows.push(
        await reproduceNotebook({
          name,
          parameters,
          commit,
          signal,
          settings: { ...settings, trackingUri: tracking.uri },
        }),
      );
    }
  } finally {
    await tracking.stop();
  }
  if (json) await writeJson(json, { data, profile, notebooks: rows.map(jsonRow) });
  console.log(`\n${reproduceTable(rows)}`);
  console.log("\nreports: experiments/reports   runs: npm run mlflow");
  if (rows.some(({ status }) => status !== "ok")) process.exitCode = 1;
});

function jsonRow({ name, status, seconds, numbers, error }: NotebookRow): object {
  const pairs = Object.entries(numbers).map(([key, { value, committed }]) => [key, { value, committed }]);
  return { name, status, seconds, numbers: Object.fromEntries(pairs) as object, ...(error && { error }) };
}
