import { Command } from "commander";
import { readSettings } from "../lib/settings.js";
import { findRunsPage } from "../lib/tracking/index.js";
import { UserError } from "../lib/userError.js";
import { runCommand } from "./command.js";
import { ensureMlflow } from "./mlflowServer.js";
import { jsonOption, writeJson } from "./options.js";

const program = new Command("npm run mlflow --")
  .description("Serves the MLflow UI and tracking server; runs are kept in mlruns/. Ctrl-C ends it.")
  .option("--port <number>", "port to listen on; that of MLFLOW_TRACKING_URI, or 5000, when left out")
  .option("--host <address>", "interface to listen on; 0.0.0.0 lets other machines in, without a password", "127.0.0.1")
  .addOption(jsonOption("the address and, of a server started here, the process id, once it is ready,"));

await runCommand(program, async (signal) => {
  const { port, host, json } = program.opts<{ port?: string; host: string; json?: string }>();
  const uri = port === undefined ? readSettings().trackingUri : `http://127.0.0.1:${parsePort(port)}`;
  const onProgress = (line: string): void => {
    console.error(line);
  };
  const server = await ensureMlflow({ uri, host, onProgress, signal });
  console.log(`MLflow ${server.startedHere ? "is" : "already runs"} at ${server.uri}`);
  const runs = await findRunsPage(server.uri, "fracture-lab");
  if (runs !== undefined) console.log(`runs: ${runs}`);
  if (json) await writeJson(json, { uri: server.uri, pid: server.pid ?? null });
  if (!server.startedHere) return;
  await Promise.race([aborted(signal), server.ended]);
  if (!signal.aborted) throw new UserError("MLflow ended by itself. Its log is .cache/mlflow-server.log.");
  await server.stop();
});

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UserError(`Expected a port from 1 to 65535. Received: --port ${text}`, 2);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}
