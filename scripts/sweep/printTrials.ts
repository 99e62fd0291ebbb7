import type { SweepConfig } from "../../lib/sweep/config.js";
import { bestTrial, valueOf, type Trial } from "../../lib/sweep/trial.js";
import { overridesOf } from "../../lib/sweep/trialProtocol.js";

/** The best trials as a table, and what to do with the best. */
export function printTrials(config: SweepConfig, trials: readonly Trial[]): void {
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

/** As the command's --json file tells it. */
export function trialJson(trial: Trial): object {
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
