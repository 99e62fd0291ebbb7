import { toCsv } from "../csv.js";
import type { Figure } from "../figures/figure.js";
import { importanceFigure } from "../figures/importanceFigure.js";
import { sweepFigure } from "../figures/sweepFigure.js";
import { logFigure, type TrackedRun } from "../tracking/index.js";
import type { SweepConfig } from "./config.js";
import { importances } from "./importance.js";
import { overridesOf } from "./trialProtocol.js";
import { bestTrial, valueOf, type Trial } from "./trial.js";

/** What a sweep found, on its own run: the best trial, every trial as a table, the figures. */
export async function logSweep(
  run: TrackedRun,
  config: SweepConfig,
  trials: readonly Trial[],
  renderPng?: (figure: Figure) => Promise<Uint8Array | undefined>,
): Promise<void> {
  const best = bestTrial(trials);
  const countOf = (status: string): number => trials.filter(({ end }) => end?.status === status).length;
  run.mlflow.metrics({
    "sweep/finished": countOf("finished"),
    "sweep/stopped": countOf("stopped"),
    "sweep/failed": countOf("failed"),
    ...(best && { [`sweep/best.${config.objective}`]: Math.abs(valueOf(best)) }),
  });
  if (best?.runId) run.mlflow.tags({ "sweep.best": best.runId });
  await run.mlflow.artifact("trials.csv", trialsCsv(config, trials));
  const figures = {
    trials: sweepFigure(trials, { space: config.space, objective: config.objective }),
    importance: importanceFigure(importances(config.space, trials)),
  };
  for (const [name, figure] of Object.entries(figures)) await logFigure(run, name, figure, await renderPng?.(figure));
  run.mlflow.note(sweepNote(config, trials));
}

/** trial,status,value,epochs,seconds,run, then one column a setting. */
export function trialsCsv({ space }: SweepConfig, trials: readonly Trial[]): string {
  const settings = Object.keys(space);
  const rows = trials.map((trial) => [
    String(trial.trial),
    trial.end?.status ?? "running",
    String(valueOf(trial)),
    String(trial.epochs.length),
    trial.end?.seconds.toFixed(1) ?? "",
    trial.runId ?? "",
    ...settings.map((setting) => JSON.stringify(trial.params[setting])),
  ]);
  return toCsv(["trial", "status", "value", "epochs", "seconds", "run", ...settings], rows);
}

/** The Markdown at the top of the sweep's page: the best trial first, then what was tried. */
export function sweepNote(config: SweepConfig, trials: readonly Trial[]): string {
  const best = bestTrial(trials);
  const found = best
    ? `Best of ${trials.length} trials: ${config.objective} ${Math.abs(valueOf(best)).toFixed(4)} with ` +
      `\`${overridesOf(best.params).join(" ")}\` (trial ${best.trial}, run \`${best.runId ?? "none"}\`).`
    : `No trial of ${trials.length} has finished.`;
  return [
    found,
    `**${config.name}**, ${config.search.kind} search over ${Object.keys(config.space).join(", ")} of ${config.experiment}. ` +
      "Trials are chosen by validation images; no test image was looked at. The best value of many is optimistic: judge its " +
      `run with \`npm run evaluate -- ${best?.runId ?? "RUN"}\` once, at the end.`,
    "Research code; not a medical device.",
  ].join("\n\n");
}
