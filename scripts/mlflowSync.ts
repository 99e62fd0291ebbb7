import { Command } from "commander";
import { MlflowClient, replaySpool, type ReplayedRun } from "mlflow-js-client";
import { nameByServerId } from "../lib/experiment/nameByServerId.js";
import { readSettings } from "../lib/settings.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import { jsonOption, writeJson } from "./options.js";

const program = new Command("npm run mlflow:sync --")
  .description(
    "Sends runs that were recorded while MLflow was away. What is there already is not sent again. Their folders take the server's ids; the local ones still find them.",
  )
  .option("--spool-dir <dir>", "where the runs wait; experiments/spool when left out")
  .option("--from-any-server", "also send runs that were recorded for another server's address")
  .addOption(jsonOption("what became of each run"));

await runCommand(program, async (signal) => {
  const { trackingUri, spoolDir, runsDir, checkpointsDir } = readSettings();
  const options = program.opts<{ json?: string; spoolDir?: string; fromAnyServer?: boolean }>();
  const client = new MlflowClient({ trackingUri });
  const runs: ReplayedRun[] = [];
  try {
    await replaySpool({
      client,
      spoolDir: options.spoolDir ?? spoolDir,
      fromAnyServer: options.fromAnyServer ?? false,
      signal,
      onRun: (run) => {
        runs.push(run);
        console.log(describe(run));
      },
    });
  } finally {
    for (const { spooledRunId, runId } of runs) {
      if (runId === undefined) continue;
      for (const dir of [runsDir, checkpointsDir]) await nameByServerId(dir, spooledRunId, runId);
    }
  }
  if (options.json) await writeJson(options.json, { trackingUri: client.trackingUri, runs });
  if (runs.length === 0) console.log("Nothing waits to be sent.");
  const unsent = runs.filter(({ state }) => state !== "sent").length;
  if (unsent > 0) throw new UserError(`${unsent} of ${runs.length} runs are not on ${client.trackingUri} yet.`);
});

function describe({ spooledRunId, runId, state, operations, sent, problems }: ReplayedRun): string {
  const name = runId === undefined || runId === spooledRunId ? spooledRunId : `${spooledRunId}, now ${runId}`;
  return [`${name}: ${state}, ${sent} of ${operations} records`, ...problems.map((problem) => `  ${problem}`)].join(
    "\n",
  );
}
