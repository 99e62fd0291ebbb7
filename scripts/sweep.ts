import { Command, Option } from "commander";
import { MlflowClient } from "mlflow-js-client";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { experimentNamed } from "../experiments/index.js";
import { createFigureRenderer } from "../lib/experiment/figureRenderer.js";
import { applyOverrides } from "../lib/experiment/overrides.js";
import { runName } from "../lib/experiment/runName.js";
import { runsView } from "../lib/experiment/runsView.js";
import { readSettings, type Settings } from "../lib/settings.js";
import { defineSweep, type SweepConfig, type SweepInput } from "../lib/sweep/config.js";
import { createJournal, openJournal, type SweepJournal } from "../lib/sweep/journal.js";
import { logSweep, sweepNote } from "../lib/sweep/logSweep.js";
import { pointOf, trialCount } from "../lib/sweep/points.js";
import { runSweep } from "../lib/sweep/runSweep.js";
import { bestTrial, valueOf, type Trial } from "../lib/sweep/trial.js";
import { overridesOf, type TrialOrder } from "../lib/sweep/trialProtocol.js";
import { readRunContext, withTrackedRun, type RunContext } from "../lib/tracking/index.js";
import { UserError } from "../lib/userError.js";
import { wholeNumber } from "./bench/arguments.js";
import { runCommand } from "./command.js";
import { addDataOptions, dataOverrides, jsonOption, writeJson, type DataOptions } from "./options.js";
import { createProgress } from "./progress.js";
import { printTrials, trialJson } from "./sweep/printTrials.js";
import { startRayDriver, type RayDriver } from "./sweep/ray/rayDriver.js";
import { runRaySweep } from "./sweep/ray/rayTrials.js";
import { trialProcesses } from "./sweep/trialProcess.js";

interface Options extends DataOptions {
  jobs: number;
  ray?: string | true;
  cpusPerTrial: number;
  gpusPerTrial: number;
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
  .addOption(
    new Option("--ray [address]", "trials on Ray: of this machine, or of a cluster that runs (docs/ray.md)").conflicts(
      "jobs",
    ),
  )
  .option("--cpus-per-trial <n>", "with --ray: cores, and threads of TensorFlow", wholeNumber(1), 1)
  .option("--gpus-per-trial <n>", "with --ray", wholeNumber(0), 0)
  .option("--resume <id>", "goes on with the sweep of that id, which its first line told")
  .addOption(jsonOption("every trial and the best"));

await runCommand(program, async (signal) => {
  const [file] = program.args as [string];
  const options = program.opts<Options>();
  const { resume, json } = options;
  const settings = readSettings();
  const config = await readSweep(file, sweepData(options, settings.dataDir));
  const resumed = resume === undefined ? undefined : await openJournal(join(settings.sweepsDir, resume), config);
  const command = ["npm", "run", "sweep", "--", ...process.argv.slice(2)];
  const context = await readRunContext({ settings, command, sourceName: "scripts/sweep.ts" });
  const origin = { ...settings, git: context.git };
  const address = typeof options.ray === "string" ? options.ray : undefined;
  const ray = options.ray === undefined ? undefined : await startRayDriver({ ...origin, address, signal });
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
        const journal = resumed ?? (await createJournal(join(settings.sweepsDir, run.runId), config, run.runId));
        try {
          const trials = await search(config, journal, { options, settings, ray, git: context.git, signal });
          await logSweep(run, config, trials, renderer.render);
          return { trials, parentRunId: journal.parentRunId };
        } finally {
          await journal.close();
        }
      },
    );
    const { trials, parentRunId } = value;
    printTrials(config, trials);
    if (pages) console.log(`MLflow: ${pages.run}`);
    const best = bestTrial(trials);
    if (json)
      await writeJson(json, { runId: parentRunId, best: best ? trialJson(best) : null, trials: trials.map(trialJson) });
    if (!best)
      throw new UserError(`sweep: expected a trial that finishes. Received: ${trials.at(-1)?.end?.error ?? "none"}`);
  } finally {
    await ray?.close();
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

/** On Ray each node reads its own FRACTURE_DATA_DIR, so this machine's is no setting of the trials. */
function sweepData(options: Options, dataDir: string | undefined): string[] {
  const overrides = dataOverrides(options, dataDir);
  const isOwn = options.ray === undefined || options.dataDir !== undefined;
  return isOwn ? overrides : overrides.filter((override) => !override.startsWith("data.dir="));
}

interface SearchContext {
  options: Options;
  settings: Settings;
  /** Undefined for trials of this machine without Ray. */
  ray: RayDriver | undefined;
  git: RunContext["git"];
  signal: AbortSignal;
}

async function search(
  config: SweepConfig,
  journal: SweepJournal,
  { options, settings, ray, git, signal }: SearchContext,
): Promise<Trial[]> {
  const { root, trackingUri } = settings;
  const count = trialCount(config);
  const progress = createProgress("sweep");
  const ended = (): number => journal.trials.filter(({ end }) => end).length;
  const tell = (): void => {
    const best = bestTrial(journal.trials);
    progress.update(ended(), count, best ? `best ${Math.abs(valueOf(best)).toFixed(4)} (trial ${best.trial})` : "");
  };
  tell();
  const { runs } = new MlflowClient({ trackingUri });
  const warn = (error: unknown): void => {
    console.warn(`Warning: MLflow: ${(error as Error).message}`);
  };
  const common = {
    orderOf: (trial: Trial): TrialOrder => orderOf(config, journal, trial),
    onEnd: async (trial: Trial): Promise<void> => {
      if (trial.end?.status === "failed") {
        console.warn(`trial ${trial.trial} failed: ${trial.end.error ?? ""}`);
        const ended = { status: "FAILED", endTimeMs: Date.now() } as const; // a process that is lost left it RUNNING
        if (trial.runId !== undefined) await runs.update(trial.runId, ended).catch(warn);
      }
      tell();
    },
    /** A trial is one run: what it began and could not go on with is none. */
    onReplaced: (runId: string): Promise<void> => runs.delete(runId).catch(warn),
  };
  try {
    if (ray) {
      const { cpusPerTrial, gpusPerTrial } = options;
      return await runRaySweep(config, journal, { ...common, root, ray, trackingUri, git, cpusPerTrial, gpusPerTrial });
    }
    const { jobs } = options;
    const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
    const startTrial = trialProcesses({ root, threads, orderOf: common.orderOf });
    return await runSweep(config, journal, { ...common, jobs, startTrial, signal });
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
