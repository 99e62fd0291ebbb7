import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import type { RunOperation } from "../src/operation.js";
import { replaySpool } from "../src/replaySpool.js";
import { faultyServer, json, silence } from "./faultyServer.js";
import { readJournal } from "./readJournal.js";
import { tempFolder } from "./tempFolder.js";

const found = json({ experiment: { experiment_id: "7", name: "bones" } });
const run = json({ run: { info: { run_id: "abc", experiment_id: "7", artifact_uri: "mlflow-artifacts:/7/abc" } } });

/** @returns the exit code of a process that ends in mid-run, and what it printed */
async function exitInMidRun(...args: string[]): Promise<{ exitCode: number | null; stderr: string }> {
  const script = join(import.meta.dirname, "exitInMidRun.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const exitCode = await new Promise<number | null>((after) => child.once("close", after));
  return { exitCode, stderr };
}

test.each([
  { how: "exit", exitCode: 3, cause: "The process exited with code 3 in mid-run" },
  { how: "throw", exitCode: 1, cause: "Error: out of memory" },
])("a process that ends in mid-run ($how) leaves all it had in the spool, closed as FAILED", async (ending) => {
  const server = await faultyServer(found, run, silence);
  const spoolDir = await tempFolder();
  const { exitCode, stderr } = await exitInMidRun(server.uri, spoolDir, ending.how);
  await server.close();
  expect(exitCode, stderr).toBe(ending.exitCode);

  const { header, operations } = await readJournal(join(spoolDir, "abc"));
  expect(header).toMatchObject({ runId: "abc" });
  const batches = operations.filter(
    (operation): operation is RunOperation & { kind: "batch" } => operation.kind === "batch",
  );
  expect(batches.flatMap(({ metrics }) => metrics.map(({ step }) => step))).toEqual([1, 2]);
  expect(batches.at(-1)?.tags["error"]).toBe(ending.cause);
  const files = operations.flatMap((operation) => (operation.kind === "artifacts" ? operation.files : []));
  expect(await readFile((files[0]?.content as { file: string }).file, "utf8")).toBe("seen");
  expect(operations.at(-1)).toMatchObject({ kind: "end", status: "FAILED" });

  const back = await faultyServer(run); // any JSON will do
  const client = new MlflowClient({ trackingUri: back.uri, env: {} });
  expect(await replaySpool({ client, spoolDir, fromAnyServer: true })).toMatchObject([{ state: "sent" }]);
  await back.close();
  expect(await readdir(spoolDir)).toEqual([]);
});
