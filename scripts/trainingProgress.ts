import type { TrainingObserver } from "../lib/training/records.js";
import { createProgress, type Progress } from "./progress.js";

/** A bar for the steps of each epoch, and a line when it ends. */
export function createTrainingProgress(): { observer: TrainingObserver; stop: () => void } {
  let bar: Progress | undefined;
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    observer: {
      onStep: ({ epoch, epochs, step, stepsPerEpoch, loss, imagesPerSecond }) => {
        bar ??= createProgress("training");
        const done = (epoch - 1) * stepsPerEpoch + step;
        const note = `epoch ${epoch}, loss ${loss.toFixed(3)}, ${imagesPerSecond.toFixed(0)} images/s`;
        bar.update(done, epochs * stepsPerEpoch, note);
      },
      onEpoch: ({ epoch, trainLoss, validationLoss, validationAuc, imagesPerSecond, isBest }) => {
        if (process.stderr.isTTY) return; // the bar says it all; a line would tear it
        process.stderr.write(
          `epoch ${epoch}: loss ${trainLoss.toFixed(4)}, validation loss ${validationLoss.toFixed(4)}, ` +
            `validation AUC ${validationAuc.toFixed(4)}, ${imagesPerSecond.toFixed(0)} images/s${isBest ? ", best" : ""}\n`,
        );
      },
    },
    stop,
  };
}
