import { existsSync } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "../../lib/settings.js";
import { createProgress } from "../progress.js";
import { writeReport } from "../notebooks/report.js";
import { runNotebook } from "../notebooks/runNotebook.js";
import { compareNumbers, readCommitted, writeCommitted } from "./committedNumbers.js";
import { logNotebook, reproduceCommand } from "./logNotebook.js";
import type { NotebookRow } from "./table.js";

export interface ReproduceOptions {
  /** Without ending. */
  name: string;
  parameters: { data: string; dataDir: string; profile: "quick" | "full" };
  /** Keep the executed notebook and its numbers; only for the defaults that it is committed with. */
  commit: boolean;
  settings: Settings;
  signal: AbortSignal;
}

/** Runs one notebook, writes its report, records both, and holds its numbers against the committed ones. */
export async function reproduceNotebook(options: ReproduceOptions): Promise<NotebookRow> {
  const { name, parameters, commit, settings, signal } = options;
  const { root, trackingUri } = settings;
  const notebook = join(root, "notebooks", `${name}.ipynb`);
  const reports = join(root, "experiments", "reports");
  const output = join(reports, `${name}.ipynb`);
  await rm(output, { force: true }); // an earlier call's must not pass for this one's
  const progress = createProgress(name);
  const run = await runNotebook({
    notebook,
    output,
    // What is committed is the notebook at its own defaults, with nothing of this call's in it.
    ...(commit ? {} : { parameters }),
    timeoutSeconds: 3600,
    env: { MLFLOW_TRACKING_URI: trackingUri, FRACTURE_COMMAND: JSON.stringify(reproduceCommand()) },
    signal,
    onProgress: ({ cell, cells }) => {
      progress.update(cell, cells, `cell ${cell} of ${cells}`);
    },
  });
  progress.stop();
  const report = existsSync(output) ? join(reports, `${name}.html`) : undefined;
  if (report) await writeReport(output, report);

  const resultsDir = join(root, "experiments", "results");
  const setting = `${parameters.data}/${parameters.profile}`;
  if (commit && run.status === "ok") {
    await writeCommitted(resultsDir, name, setting, run.numbers);
    await copyFile(output, `${notebook}.tmp`);
    await rename(`${notebook}.tmp`, notebook);
  }
  const numbers = compareNumbers(run.numbers, (await readCommitted(resultsDir, name))[setting]);
  const hasDrift = Object.values(numbers).some(({ isDrift }) => isDrift);
  const status = run.status === "error" ? "error" : hasDrift ? "drift" : "ok";
  const error = run.error && `cell ${run.error.cell}: ${run.error.ename}: ${run.error.evalue}`;
  const row: NotebookRow = { name, status, seconds: run.seconds, numbers, ...(error && { error }) };
  console.error(`${name}: ${status}, ${run.seconds.toFixed(0)} s${error ? `, ${error}` : ""}`);
  await logNotebook(row, { parameters, report, settings });
  return row;
}
