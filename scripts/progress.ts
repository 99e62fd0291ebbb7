import { SingleBar } from "cli-progress";

/** A counted piece of work on the terminal: a bar with ETA where there is one, else a plain line now and then. */
export interface Progress {
  update(done: number, total: number, note?: string): void;
  /** Ends the bar's line; call it before printing anything else. */
  stop(): void;
}

/** Progress of work in stages, such as reading and then standardising a set: one bar after the other. */
export function createStages(): {
  onProgress: (stage: string, done: number, total: number) => void;
  stop: () => void;
} {
  let current: { stage: string; progress: Progress } | undefined;
  return {
    onProgress: (stage, done, total) => {
      if (current?.stage !== stage) {
        current?.progress.stop();
        current = { stage, progress: createProgress(stage) };
      }
      current.progress.update(done, total);
    },
    stop: () => current?.progress.stop(),
  };
}

const plainLineEverySeconds = 15;
const openBars = new Set<Progress>();
let isOver = false;

/** Ends every bar, for the command's end: an open one keeps the process alive, with the cursor hidden. */
export function endProgress(): void {
  isOver = true;
  for (const bar of openBars) bar.stop();
}

/** Progress goes to stderr, so that a command's output can be piped. */
export function createProgress(label: string): Progress {
  return process.stderr.isTTY ? barProgress(label) : lineProgress(label);
}

function barProgress(label: string): Progress {
  const bar = new SingleBar({
    format: `${label} [{bar}] {value}/{total} | {duration_formatted} | ETA {eta_formatted} {note}`,
    stream: process.stderr,
    etaBuffer: 50,
    hideCursor: true,
  });
  let state: "new" | "open" | "stopped" = "new";
  const progress: Progress = {
    update: (done, total, note = "") => {
      // Work beside the one that failed may still report; drawing that would start the bar's timer again.
      if (isOver || state === "stopped") return;
      if (state === "new") bar.start(total, done, { note });
      state = "open";
      openBars.add(progress);
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop: () => {
      if (state === "open") bar.stop();
      state = "stopped";
      openBars.delete(progress);
    },
  };
  return progress;
}

function lineProgress(label: string): Progress {
  const started = performance.now();
  let lastLine = started;
  return {
    update: (done, total, note = "") => {
      const now = performance.now();
      const isDue = now - lastLine >= plainLineEverySeconds * 1000;
      if (!isDue && (done < total || now - started < 1000)) return; // what is over at once needs no line
      lastLine = now;
      const seconds = (now - started) / 1000;
      const eta = done === 0 ? "" : `, ETA ${((seconds / done) * (total - done)).toFixed(0)} s`;
      process.stderr.write(`${label}: ${done} of ${total}, ${seconds.toFixed(0)} s${eta}${note ? `, ${note}` : ""}\n`);
    },
    stop: () => undefined,
  };
}
