import { Command } from "commander";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { experimentNamed } from "../experiments/index.js";
import { createFigureRenderer } from "../lib/experiment/figureRenderer.js";
import { applyOverrides } from "../lib/experiment/overrides.js";
import { runName } from "../lib/experiment/runName.js";
import { runsView } from "../lib/experiment/runsView.js";
import { readSettings } from "../lib/settings.js";
import { defineSweep, type SweepConfig, type SweepInput } from "../lib/sweep/config.js";
import { createJournal, openJournal, type SweepJournal } from "../lib/sweep/journal.js";
import { logSweep, sweepNote } from "../lib/sweep/logSweep.js";
import { pointOf, trialCount } from "../lib/sweep/points.js";
import { runSweep } from "../lib/sweep/runSweep.js";
import { bestTrial, valueOf, type Trial } from "../lib/sweep/trial.js";
import { overridesOf, type TrialOrder } from "../lib/sweep/trialProtocol.js";
import { readRunContext, withTrackedRun } from "../lib/tracking/index.js";
import { UserError } from "../lib/userError.js";
import { wholeNumber } from "./bench/arguments.js";
import { runCommand } from "./command.js";
import { addDataOptions, dataOverrides, jsonOption, writeJson, type DataOptions } from "./options.js";
import { createProgress } from "./progress.js";
import { trialProcesses } from "./sweep/trialProcess.js";

interface Options extends DataOptions {
  jobs: number;
  resume?: string;
  json?: string;
}

const program = addDataOptions(new Command("npm run sweep --"))
  .description(
    "Searches for settings: trains a trial for each point, chooses by validation images, and records all below one run " +
      "in MLflow. Stopped or killed, it goes on with --resume.",
  )
  .argument("<file>", "exports `sweep`, such as sweeps/cnn.ts")
  .option("--jobs <n>", "trials at once, each with its share of the cores", wholeNumber(1), 1)
  .option("--resume <id>", "goes on with the sweep of that id, which its first line told")
  .addOption(jsonOption("every trial and the best"));

await runCommand(program, async (signal) => {
  const [file] = program.args as [string];
  const { jobs, resume, json, ...dataOptions } = program.opts<Options>();
  const settings = readSettings();
  const config = await readSweep(file, dataOverrides(dataOptions, settings.dataDir));
  const sweepsDir = join(settings.root, "experiments", "sweeps");
  const resumed = resume === undefined ? undefined : await openJournal(join(sweepsDir, resume), config);
  const command = ["npm", "run", "sweep", "--", ...process.argv.slice(2)];
  const context = await readRunContext({ settings, command, sourceName: "scripts/sweep.ts" });
  const onWarning = (message: string): void => {
    console.warn(`Warning: ${message}`);
  };
  const renderer = createFigureRenderer(settings, onWarning);
  try {
    const { value, pages } = await withTrackedRun(
      {
        ...settings,
        experiment: "fracture-lab",
        view: runsView,
        name: config.name,
        context,
        config,
        note: sweepNote(config, []),
        signal,
        onWarning,
        ...(resumed && { runId: resumed.parentRunId }),
      },
      async (run) => {
        console.log(`sweep ${resumed?.parentRunId ?? run.runId}`);
        const journal = resumed ?? (await createJournal(join(sweepsDir, run.runId), config, run.runId));
        try {
          const trials = await search(config, journal, { jobs, root: settings.root, signal });
          await logSweep(run, config, trials, renderer.render);
          return { trials, parentRunId: journal.parentRunId };
        } finally {
          await journal.close();
        }
      },
    );
    const { trials, parentRunId } = value;
    report(config, trials);
    if (pages) console.log(`MLflow: ${pages.run}`);
    const best = bestTrial(trials);
    if (json)
      await writeJson(json, { runId: parentRunId, best: best ? trialJson(best) : null, trials: trials.map(trialJson) });
    if (!best)
      throw new UserError(`sweep: expected a trial that finishes. Received: ${trials.at(-1)?.end?.error ?? "none"}`);
  } finally {
    await renderer.close();
  }
});

/** @throws UserError when the file is none, exports no sweep, or a trial's settings are none of the experiment */
async function readSweep(file: string, given: string[]): Promise<SweepConfig> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new UserError(`sweep: expected a file that exports \`sweep\`. Received: ${file}, which does not exist.`, 2);
  const { sweep } = (await import(pathToFileURL(path).href)) as { sweep?: SweepInput };
  if (!sweep) throw new UserError(`sweep: expected ${file} to export \`sweep\`. Received: no such export.`, 2);
  const config = defineSweep({ ...sweep, fixed: [...given, ...(sweep.fixed ?? [])] });
  applyOverrides(experimentNamed(config.experiment), [...config.fixed, ...overridesOf(pointOf(config, 0, []))]);
  return config;
}

async function search(
  config: SweepConfig,
  journal: SweepJournal,
  { jobs, root, signal }: { jobs: number; root: string; signal: AbortSignal },
): Promise<Trial[]> {
  const count = trialCount(config);
  const progress = createProgress("sweep");
  const ended = (): number => journal.trials.filter(({ end }) => end).length;
  const tell = (): void => {
    const best = bestTrial(journal.trials);
    progress.update(ended(), count, best ? `best ${Math.abs(valueOf(best)).toFixed(4)} (trial ${best.trial})` : "");
  };
  tell();
  const startTrial = trialProcesses({
    root,
    threads: Math.max(1, Math.floor(availableParallelism() / jobs)),
    orderOf: (trial) => orderOf(config, journal, trial),
  });
  try {
    return await runSweep(config, journal, {
      jobs,
      startTrial,
      signal,
      onEnd: (trial) => {
        if (trial.end?.status === "failed") console.warn(`trial ${trial.trial} failed: ${trial.end.error ?? ""}`);
        tell();
      },
    });
  } finally {
    progress.stop();
  }
}

function orderOf(config: SweepConfig, journal: SweepJournal, { trial, params, runId }: Trial): TrialOrder {
  const overrides = [...config.fixed, ...overridesOf(params)];
  return {
    experiment: config.experiment,
    overrides,
    runName: `${runName(config.experiment, overridesOf(params))} (${config.name} ${trial})`,
    parentRunId: journal.parentRunId,
    tags: { sweep: config.name, "sweep.trial": String(trial) },
    objective: config.objective,
    ...(runId !== undefined && { resumeRunId: runId }),
    ...(journal.dataDigest !== undefined && { dataDigest: journal.dataDigest }),
  };
}

function report(config: SweepConfig, trials: readonly Trial[]): void {
  const ranked = [...trials].filter(({ epochs }) => epochs.length > 0).sort((a, b) => valueOf(b) - valueOf(a));
  console.table(
    Object.fromEntries(
      ranked.slice(0, 10).map((trial) => [
        `trial ${trial.trial}`,
        {
          status: trial.end?.status ?? "running",
          [config.objective]: Number(Math.abs(valueOf(trial)).toFixed(4)),
          epochs: trial.epochs.length,
          ...trial.params,
        },
      ]),
    ),
  );
  const best = bestTrial(trials);
  if (!best) return;
  console.log(`best: ${overridesOf(best.params).join(" ")}`);
  console.log(
    `Chosen by validation images among ${trials.length}, so its value is optimistic. Judge it once on test images:`,
  );
  console.log(`npm run evaluate -- ${best.runId ?? "RUN"}`);
}

function trialJson(trial: Trial): object {
  const { params, runId, end, epochs } = trial;
  return {
    trial: trial.trial,
    params,
    runId: runId ?? null,
    status: end?.status ?? "running",
    value: Math.abs(valueOf(trial)),
    epochs: epochs.length,
    error: end?.error ?? null,
  };
}
