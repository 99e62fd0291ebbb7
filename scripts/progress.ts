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
  let isStarted = false;
  return {
    update: (done, total, note = "") => {
      if (!isStarted) bar.start(total, done, { note });
      isStarted = true;
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop: () => {
      if (isStarted) bar.stop();
    },
  };
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
