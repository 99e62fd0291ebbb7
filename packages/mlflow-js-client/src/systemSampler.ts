import type { ActiveRun } from "./activeRun.js";
import { SystemMetrics } from "./systemMetrics.js";

/**
 * Records the machine's metrics in a run, every so many ms and once at the end. Keeps no process alive. A point's step
 * counts intervals since the run began, so that a run that is gone on with goes on counting.
 * @returns ends it; resolves when the last sample is recorded
 */
export function sampleSystem(run: ActiveRun, everyMs: number, runStartMs: number): () => Promise<void> {
  const machine = new SystemMetrics();
  const record = async (): Promise<void> => {
    const timestampMs = Date.now();
    const step = Math.max(0, Math.floor((timestampMs - runStartMs) / everyMs));
    run.metrics(await machine.sample(), { step, timestampMs });
  };
  let current: Promise<void> | undefined;
  const timer = setInterval(() => {
    // One at a time, should nvidia-smi be slow. A sample that fails is a gap in a chart, not a fault of the run.
    current ??= record()
      .catch(() => undefined)
      .finally(() => (current = undefined));
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await current;
    await record().catch(() => undefined);
  };
}
