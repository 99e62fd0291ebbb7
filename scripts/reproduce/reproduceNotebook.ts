import { existsSync } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "../../lib/settings.js";
import { createProgress } from "../progress.js";
import { writeReport } from "../notebooks/report.js";
import { runNotebook, type NotebookResult } from "../notebooks/runNotebook.js";
import { compareNumbers, readCommitted, writeCommitted } from "./committedNumbers.js";
import { compareFacts, readCommittedFacts, readNotedFacts, writeCommittedFacts } from "./facts.js";
import { logNotebook, reproduceCommand } from "./logNotebook.js";
import type { NotebookRow } from "./table.js";

export interface ReproduceOptions {
  /** Without ending. */
  name: string;
  parameters: { data: string; dataDir: string; profile: "quick" | "full" };
  /** Keep the executed notebook and its numbers; only for the defaults that it is committed with. */
  commit: boolean;
  /** Where the committed numbers are. */
  resultsDir: string;
  /** When this rerun began, ISO 8601: no older trained run is used. */
  since: string;
  settings: Settings;
  signal: AbortSignal;
}

/**
 * Runs one notebook, writes its report, records both, and holds its numbers against the committed ones. Whatever goes
 * wrong is this notebook's error and does not stop the next.
 */
export async function reproduceNotebook(options: ReproduceOptions): Promise<NotebookRow> {
  const { name, parameters, commit, settings, resultsDir } = options;
  const notebook = join(settings.root, "notebooks", `${name}.ipynb`);
  const output = join(settings.root, "experiments", "reports", `${name}.ipynb`);
  const factsFile = output.replace(/ipynb$/, "facts.jsonl");
  for (const file of [output, factsFile]) await rm(file, { force: true }); // an earlier call's must not pass for this one's
  const run = await execute(options, notebook, output, factsFile);
  const facts = await readNotedFacts(factsFile);
  const problems = run.error ? [`cell ${run.error.cell}: ${run.error.ename}: ${run.error.evalue}`] : [];
  const attempt = async <T>(act: () => Promise<T>): Promise<T | undefined> =>
    act().catch((error: unknown) => void problems.push(error instanceof Error ? error.message : String(error)));

  const report = output.replace(/ipynb$/, "html");
  const isReported = existsSync(output) && (await attempt(() => writeReport(output, report).then(() => true)));
  const setting = `${parameters.data}/${parameters.profile}`;
  if (commit && run.status === "ok") {
    await writeCommitted(resultsDir, name, setting, run.numbers);
    await writeCommittedFacts(resultsDir, name, setting, facts);
    await copyFile(output, `${notebook}.tmp`);
    await rename(`${notebook}.tmp`, notebook);
  }
  // The default setting is what the project stands by: there a number that is not committed is a drift too.
  const committed = (await readCommitted(resultsDir, name))[setting] ?? (setting === "phantom/full" ? {} : undefined);
  const numbers = compareNumbers(run.numbers, committed);
  const committedFacts = await readCommittedFacts(resultsDir, name, setting);
  const differences = committedFacts && compareFacts(committedFacts, facts);
  const hasDrift = Object.values(numbers).some(({ isDrift }) => isDrift);
  const rowOf = (): NotebookRow => {
    const status = run.status === "error" || problems.length > 0 ? "error" : hasDrift ? "drift" : "ok";
    return {
      name,
      status,
      seconds: run.seconds,
      numbers,
      ...(differences && { differences }),
      ...(problems.length > 0 && { error: problems.join("; ") }),
    };
  };
  await attempt(() => logNotebook(rowOf(), { parameters, report: isReported ? report : undefined, settings }));
  const row = rowOf();
  console.error(`${name}: ${row.status}, ${row.seconds.toFixed(0)} s${row.error ? `, ${row.error}` : ""}`);
  return row;
}

async function execute(
  options: ReproduceOptions,
  notebook: string,
  output: string,
  factsFile: string,
): Promise<NotebookResult> {
  const { name, parameters, commit, since, signal, settings } = options;
  const progress = createProgress(name);
  const result = await runNotebook({
    notebook,
    output,
    // What is committed is the notebook at its own defaults, with nothing of this call's in it.
    ...(commit ? {} : { parameters }),
    timeoutSeconds: 3600,
    env: {
      MLFLOW_TRACKING_URI: settings.trackingUri,
      FRACTURE_COMMAND: JSON.stringify(reproduceCommand()),
      FRACTURE_RUNS_SINCE: since,
      FRACTURE_FACTS_FILE: factsFile,
    },
    signal,
    onProgress: ({ cell, cells }) => {
      progress.update(cell, cells, `cell ${cell} of ${cells}`);
    },
  });
  progress.stop();
  return result;
}
