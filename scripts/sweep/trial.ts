import { hostname } from "node:os";
import { createInterface } from "node:readline";
import { experimentNamed } from "../../experiments/index.js";
import { prepareData } from "../../lib/data/prepareData.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { readBegun } from "../../lib/experiment/resumable.js";
import { runExperiment } from "../../lib/experiment/runExperiment.js";
import { readSettings } from "../../lib/settings.js";
import {
  trialAnswerSchema,
  trialOrderSchema,
  type TrialMessage,
  type TrialOrder,
} from "../../lib/sweep/trialProtocol.js";
import { libtensorflowVersion } from "../../lib/tensorflow/index.js";
import { readRunContext, type RunContext } from "../../lib/tracking/index.js";
import { epochRank } from "../../lib/training/epochRank.js";
import type { EpochRecord } from "../../lib/training/records.js";
import { UserError } from "../../lib/userError.js";

// One trial of a sweep, started by it: takes its order from standard input and answers there (lib/sweep/trialProtocol.ts).

const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.on(name, () => {
    stop.abort();
  });
}
const input = createInterface(process.stdin);
input.on("close", () => {
  stop.abort(); // the sweep is gone
});
const lines = input[Symbol.asyncIterator]();
const startedMs = performance.now();

try {
  await runTrial(trialOrderSchema.parse(JSON.parse(await nextLine())));
} catch (error) {
  if (!stop.signal.aborted) {
    const text = error instanceof UserError ? error.message : String((error as Error).stack ?? error);
    tell({ type: "end", status: "failed", seconds: seconds(), error: text.slice(0, 2000) });
  }
} finally {
  process.stdin.destroy(); // nothing else keeps this process alive
}

async function runTrial(order: TrialOrder): Promise<void> {
  const { signal } = stop;
  const settings = readSettings();
  const onWarning = (message: string): void => {
    console.error(`Warning: ${message}`);
  };
  const command = ["npm", "run", "experiment", "--", order.experiment, ...order.overrides];
  const versions = { libtensorflow: libtensorflowVersion() ?? "none" };
  const context = await readRunContext({ settings, command, sourceName: "scripts/sweep/trial.ts", versions });
  requireCommit(order, settings.root, context);
  const config = applyOverrides(experimentNamed(order.experiment), order.overrides);
  const begun =
    order.resumeRunId === undefined ? undefined : await readBegun(order.resumeRunId, settings.checkpointsDir);
  const resume = begun && !begun.note.isFinished ? begun : undefined; // a run that ended unseen is trained again
  const data = await prepareData(config.data, { ...settings, onWarning, signal });
  const { digest } = data.split;
  if (order.dataDigest !== undefined && order.dataDigest !== digest) {
    throw new UserError(
      `sweep: expected the images and the split of the sweep's first trial, digest ${order.dataDigest.slice(0, 16)}. ` +
        `Received: ${digest.slice(0, 16)} in ${data.manifest.root}.`,
    );
  }
  let answered: { epoch: number; goesOn: boolean } | undefined;
  const ask = async (record: EpochRecord): Promise<boolean> => {
    if (answered?.epoch !== record.epoch) {
      tell({
        type: "epoch",
        epoch: record.epoch,
        value: epochRank(order.objective === "validationAuc" ? "auc" : "loss", record),
      });
      answered = { epoch: record.epoch, ...trialAnswerSchema.parse(JSON.parse(await nextLine())) };
    }
    return answered.goesOn;
  };
  const result = await runExperiment(config, data, {
    ...settings,
    context,
    runName: order.runName,
    parentRunId: order.parentRunId,
    tags: order.tags,
    judgesTest: false,
    goesOn: ask,
    observer: {
      onEpoch: async (record) => {
        await ask(record);
      },
    },
    onStart: (runId) => {
      tell({ type: "run", runId, dataDigest: digest });
    },
    onWarning,
    signal,
    ...(resume && { resume }),
  });
  if (signal.aborted) return; // the sweep knows, and has no end of this trial
  const isStopped = answered?.goesOn === false && answered.epoch < config.training.epochs;
  tell({ type: "end", status: isStopped ? "stopped" : "finished", runId: result.runId, seconds: seconds() });
}

/** @throws UserError when this is another version of the project than the sweep's */
function requireCommit({ commit }: TrialOrder, root: string, { git }: RunContext): void {
  if (commit === undefined || (git?.commit === commit && !git.isDirty)) return;
  const found = git ? `${git.commit.slice(0, 12)}${git.isDirty ? " with changed files" : ""}` : "no git checkout";
  throw new UserError(
    `sweep: expected commit ${commit.slice(0, 12)} in ${root} on ${hostname()}. ` +
      `Received: ${found}. Bring every node to the sweep's commit.`,
  );
}

function tell(message: TrialMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function nextLine(): Promise<string> {
  const line = await lines.next();
  if (!line.done) return line.value;
  throw new UserError("sweep: expected an answer on standard input. Received: its end; the sweep is gone.");
}

function seconds(): number {
  return (performance.now() - startedMs) / 1000;
}
