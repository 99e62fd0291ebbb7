import { Command } from "commander";
import { join } from "node:path";
import { format } from "prettier";
import { ablations, ablationsShare } from "../experiments/index.js";
import { toMarkdown } from "../lib/card/toMarkdown.js";
import { writeAtomically } from "../lib/data/writeAtomically.js";
import { compareNamed, namedReport, readNamedResults, type NamedRow } from "../lib/namedExperiments/index.js";
import { readSettings } from "../lib/settings.js";
import { runCommand } from "./command.js";
import { jsonOption, outputOption, writeJson } from "./options.js";

const program = new Command("npm run experiments:table --")
  .description(
    "Makes experiments/README.md, what the named experiments came to, from their cross-validations in MLflow.",
  )
  .addOption(outputOption("--output <file>", "write it there instead"))
  .addOption(jsonOption("every row"));

await runCommand(program, async () => {
  const { output, json } = program.opts<{ output?: string; json?: string }>();
  const { root, trackingUri } = readSettings();
  const rows = compareNamed(await readNamedResults(trackingUri, ablations));
  const text = await format(toMarkdown(namedReport(rows, ablationsShare)), { parser: "markdown" });
  const file = output ?? join(root, "experiments", "README.md");
  await writeAtomically(file, [text]);
  const missing = rows.filter(({ run }) => !run).map(({ experiment }) => experiment.config.name);
  console.log(`${file}: ${rows.length - missing.length} of ${rows.length} named experiments have been run`);
  if (missing.length > 0) console.log(`not yet run: ${missing.join(", ")}`);
  if (json) await writeJson(json, { rows: rows.map(jsonOf) });
});

function jsonOf({ experiment, run, gain, leftOut }: NamedRow): object {
  return {
    name: experiment.config.name,
    changes: experiment.changes,
    runId: run?.runId ?? null,
    metrics: run?.evidence.metrics.test ?? null,
    withinRegion: run?.evidence.withinRegion ?? null,
    gain: gain ?? null,
    trainableWeights: run?.trainableWeights ?? null,
    cpuSeconds: run?.cpuSeconds ?? null,
    leftOut,
  };
}
