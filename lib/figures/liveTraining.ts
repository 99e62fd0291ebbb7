import type { EpochRecord, StepRecord, TrainingObserver } from "../training/records.js";
import { notebookDisplay } from "./display.js";
import { learningCurves } from "./learningCurves.js";

export interface LiveTraining {
  observer: TrainingObserver;
  /** Replaces the moving line and curves by what stays true: no time, no speed, so that a rerun gives the same notebook. */
  finish(): void;
}

const updateEveryMs = 500; // JupyterLab redraws; more often would cost training time

/** A line of progress and the learning curves, both moving while a notebook cell trains; silent in a plain script. */
export function liveTraining(): LiveTraining {
  const display = notebookDisplay();
  const history: EpochRecord[] = [];
  if (!display) return { observer: {}, finish: () => undefined };
  const line = display.show({ "text/plain": "training …" });
  const curves = display.show({ "text/plain": "" });
  const startedMs = performance.now();
  let lastUpdateMs = -Infinity; // the first step shows at once
  return {
    observer: {
      onStep: (record) => {
        if (performance.now() - lastUpdateMs < updateEveryMs) return;
        lastUpdateMs = performance.now();
        display.update({ "text/plain": progressLine(record, (lastUpdateMs - startedMs) / 1000) }, line);
      },
      onEpoch: (record) => {
        history.push(record);
        const { data, layout } = learningCurves(history);
        display.update({ "application/vnd.plotly.v1+json": { data, layout }, "text/plain": "" }, curves);
      },
    },
    finish: () => {
      const best = history.findLast(({ isBest }) => isBest);
      display.update({ "text/plain": `${history.length} epochs, the best was epoch ${best?.epoch ?? 0}` }, line);
      display.update({ "text/plain": "learning curves: see the figure below" }, curves);
    },
  };
}

function progressLine(record: StepRecord, seconds: number): string {
  const { epoch, epochs, step, stepsPerEpoch, loss, imagesPerSecond } = record;
  const share = ((epoch - 1) * stepsPerEpoch + step) / (epochs * stepsPerEpoch);
  const filled = Math.round(share * 30);
  const eta = Math.round((seconds / share) * (1 - share));
  return (
    `${"█".repeat(filled)}${"░".repeat(30 - filled)} epoch ${epoch} of ${epochs}, step ${step} of ${stepsPerEpoch}, ` +
    `loss ${loss.toFixed(3)}, ${imagesPerSecond.toFixed(0)} images/s, ETA ${eta} s`
  );
}
