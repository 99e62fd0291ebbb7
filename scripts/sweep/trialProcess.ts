import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { StartTrial, TrialReports } from "../../lib/sweep/runSweep.js";
import type { Trial, TrialEnd } from "../../lib/sweep/trial.js";
import { trialMessageSchema, type TrialOrder } from "../../lib/sweep/trialProtocol.js";

export interface TrialProcessOptions {
  /** The checkout. */
  root: string;
  /** Its share of the cores: TensorFlow's threads in the trial's process. */
  threads: number;
  orderOf: (trial: Trial) => TrialOrder;
}

/** Kept of what a trial says to the screen, for a failure's reason. */
const tailChars = 2000;

/**
 * Trials as processes of this machine, each with its share of the cores: TensorFlow takes its threads once a process, and a
 * trial that runs out of memory takes nothing else with it.
 */
export function trialProcesses({ root, threads, orderOf }: TrialProcessOptions): StartTrial {
  return async (trial, reports, signal): Promise<TrialEnd> => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, [...process.execArgv, join(root, "scripts/sweep/trial.ts")], {
      cwd: root,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads), OMP_NUM_THREADS: String(threads) },
      detached: true, // Ctrl-C is for the sweep, which then tells its trials
    });
    const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
    const stop = (): void => void child.kill("SIGTERM");
    signal?.addEventListener("abort", stop);
    let tail = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      tail = (tail + text).slice(-tailChars);
    });
    child.stdin.on("error", () => undefined); // it has ended; its exit says how
    const send = (message: object): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
    try {
      send(orderOf(trial));
      let end: TrialEnd | undefined;
      for await (const line of createInterface(child.stdout)) {
        end = (await answer(line, reports, send)) ?? end;
      }
      const [code, exitSignal] = await exited;
      if (end) return end;
      const seconds = (performance.now() - startedMs) / 1000;
      return { status: "failed", seconds, error: `${exitSignal ?? `exit ${code}`}: ${lastLine(tail)}` };
    } finally {
      signal?.removeEventListener("abort", stop);
      if (child.exitCode === null) child.kill("SIGKILL");
    }
  };
}

async function answer(
  line: string,
  reports: TrialReports,
  send: (message: object) => void,
): Promise<TrialEnd | undefined> {
  const message = trialMessageSchema.parse(JSON.parse(line));
  if (message.type === "run") {
    await reports.run(message.runId, message.dataDigest);
    return undefined;
  }
  if (message.type === "epoch") {
    send({ goesOn: await reports.epoch({ epoch: message.epoch, value: message.value }) });
    return undefined;
  }
  const { status, seconds, error } = message;
  return { status, seconds, ...(error !== undefined && { error }) };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
