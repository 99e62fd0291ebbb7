import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { readSettings } from "../../lib/settings.js";
import { UserError } from "../../lib/userError.js";
import { projectEnvironment } from "../setup/environment.mjs";

const numbersSchema = z.record(z.string(), z.number().nullable());
const errorSchema = z.object({ cell: z.number(), ename: z.string(), evalue: z.string() });
const eventSchema = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("cell"),
    cell: z.number(),
    cells: z.number(),
    seconds: z.number(),
    numbers: numbersSchema,
  }),
  z.object({ event: z.literal("end"), status: z.enum(["ok", "error"]), error: errorSchema.optional() }),
]);

export interface NotebookProgress {
  /** Code cells done, 1 .. cells. */
  cell: number;
  cells: number;
  /** Since the kernel was asked for. */
  seconds: number;
  /** Key numbers of this cell; most have none. */
  numbers: Record<string, number | null>;
}

export interface NotebookRun {
  notebook: string;
  /** Written whatever happens, whole or not at all. May be the notebook itself. */
  output: string;
  /** Assigned after the cell tagged "parameters"; JSON values. A name that cell does not declare fails the run. */
  parameters?: Record<string, unknown>;
  /** That a single cell may take. */
  timeoutSeconds?: number;
  onProgress?: (progress: NotebookProgress) => void;
  /** Added to process.env for the kernel. */
  env?: Record<string, string>;
  /** Interrupts the running cell and ends the kernel. */
  signal?: AbortSignal;
}

export interface NotebookResult {
  status: "ok" | "error";
  seconds: number;
  /** All key numbers: displays of the type application/vnd.fracture-lab.numbers+json, later ones over earlier ones;
   * null is a number that is undefined. */
  numbers: Record<string, number | null>;
  /** `cell` counts code cells from 1, as their execution numbers do; 0 when it failed before the first. */
  error?: { cell: number; ename: string; evalue: string };
}

/**
 * Runs a notebook from top to bottom in a fresh kernel of the project, and writes it with its outputs.
 * A cell that fails is a result, not an exception.
 * @throws UserError when the notebook is missing or set-up has not been run
 */
export async function runNotebook(run: NotebookRun): Promise<NotebookResult> {
  const { root, venvDir } = readSettings();
  const python = join(venvDir, "bin", "python");
  if (!existsSync(run.notebook))
    throw new UserError(`Expected a notebook. Received: ${run.notebook}, which is not there.`);
  if (!existsSync(python)) throw new UserError("Expected the Python packages in .venv. Run `npm run setup` first.");

  const startMs = performance.now();
  const args = [join(root, "scripts", "notebooks", "run.py"), run.notebook, run.output];
  if (run.parameters) args.push("--parameters", JSON.stringify(run.parameters));
  if (run.timeoutSeconds) args.push("--timeout", String(run.timeoutSeconds));
  const env = { ...process.env, ...projectEnvironment(root, process.env), ...run.env };
  // stdin stays open for as long as this process lives: its end tells the runner to stop.
  const child = spawn(python, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const stop = () => child.kill("SIGINT");
  run.signal?.addEventListener("abort", stop);
  if (run.signal?.aborted) stop();
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = new Promise<void>((resolve, reject) =>
    child
      .on("close", () => {
        resolve();
      })
      .on("error", reject),
  );

  const result: NotebookResult = { status: "error", seconds: 0, numbers: {} };
  for await (const line of createInterface({ input: child.stdout })) {
    const event = eventSchema.parse(JSON.parse(line));
    if (event.event === "cell") {
      Object.assign(result.numbers, event.numbers);
      run.onProgress?.(event);
    } else {
      result.status = event.status;
      if (event.error) result.error = event.error;
    }
  }
  await ended;
  run.signal?.removeEventListener("abort", stop);
  result.seconds = (performance.now() - startMs) / 1000;
  if (result.status === "error") {
    result.error ??= {
      cell: 0,
      ename: run.signal?.aborted ? "Interrupted" : "RunnerError",
      evalue: complaints.trim().split("\n").slice(-5).join("\n"),
    };
  }
  return result;
}
