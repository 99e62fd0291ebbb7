import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Round, Work } from "./round.js";

export interface PythonContestant {
  record: (work: Work) => Promise<Round>;
  stop: () => void;
}

/** MLflow's Python client in a process of its own, started once, so that no round pays for its imports. */
export function pythonContestant(trackingUri: string): PythonContestant {
  const python = resolve(".venv", "bin", "python");
  const env = {
    ...process.env,
    MLFLOW_TRACKING_URI: trackingUri,
    MLFLOW_DISABLE_TELEMETRY: "true",
    MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: "true",
  };
  const script = join(import.meta.dirname, "pythonClient.py");
  const child = spawn(python, [script], { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    record: async (work) => {
      child.stdin.write(`${JSON.stringify(work)}\n`);
      const answer = await lines.next();
      if (answer.done === true) throw new Error("Expected an answer of Python's client. Received: its end");
      return JSON.parse(answer.value) as Round;
    },
    stop: () => {
      child.stdin.end();
    },
  };
}
