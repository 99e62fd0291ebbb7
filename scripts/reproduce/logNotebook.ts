import { readFile } from "node:fs/promises";
import type { Settings } from "../../lib/settings.js";
import { readRunContext, withTrackedRun } from "../../lib/tracking/index.js";
import type { NotebookRow } from "./table.js";

/** Records a rerun notebook in MLflow: its parameters, key numbers, verdict and report. */
export async function logNotebook(
  { name, status, seconds, numbers, error }: NotebookRow,
  { parameters, report, settings }: { parameters: object; report: string | undefined; settings: Settings },
): Promise<void> {
  const command = reproduceCommand();
  const context = await readRunContext({ settings, command, sourceName: `notebooks/${name}.ipynb` });
  await withTrackedRun(
    {
      ...settings,
      experiment: "notebooks",
      view: { columns: ["tags.status", "params.data", "params.profile", "metrics.seconds", "metrics.testAuc"] },
      name,
      context,
      config: parameters,
      tags: { status, ...(error && { error }) },
      onWarning: (message) => {
        console.error(`Warning: ${message}`);
      },
    },
    async (run) => {
      for (const [key, { value }] of Object.entries(numbers)) if (value !== null) run.mlflow.metrics({ [key]: value });
      run.mlflow.metrics({ seconds });
      if (report) await run.mlflow.artifact(`report/${name}.html`, await readFile(report));
    },
  );
}

/** What the user typed. */
export function reproduceCommand(): string[] {
  return ["npm", "run", "reproduce", "--", ...process.argv.slice(2)];
}
