import type { Figure } from "../figures/figure.js";
import type { TrackedRun } from "./trackedRun.js";

/**
 * Logs a figure: its PNG now, as figures/NAME.png, and itself in the run's interactive page at the end.
 * @param name such as "roc" or "training/curves"
 * @param png left out where no renderer is installed
 * @throws RangeError on a name that is no relative path
 */
export async function logFigure(run: TrackedRun, name: string, figure: Figure, png?: Uint8Array): Promise<void> {
  run.figures.add(name, figure);
  if (png !== undefined) await run.mlflow.artifact(`figures/${name}.png`, png);
}
