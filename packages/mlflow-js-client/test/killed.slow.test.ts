import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";
import { chaosProxy } from "./chaosProxy.js";
import { clientOf, mlflowForTests } from "./mlflowForTests.js";
import { hasMlflow } from "./mlflowServer.js";
import { readAll } from "./readAll.js";
import { readBack } from "./readBack.js";

/** SIGKILL, in the midst of whatever the process does after so many steps. @returns how many it said were stored */
async function killedAfter(steps: number, ...args: string[]): Promise<number> {
  const script = join(import.meta.dirname, "killedInMidRun.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let stored = 0;
  createInterface(child.stdout).on("line", () => {
    if (++stored >= steps) child.kill("SIGKILL");
  });
  await new Promise((after) => child.once("close", after));
  return stored;
}

describe.skipIf(!hasMlflow)("a process killed in mid-run, by way of a proxy that cuts and fails", () => {
  const mlflow = mlflowForTests("mlflow-killed");

  test("loses nothing that it was told is stored, and three replays at once send it once", async () => {
    const proxy = await chaosProxy(mlflow.server.uri, 11);
    const spoolDir = join(mlflow.folder, "spool");
    const stored = await killedAfter(30, proxy.uri, spoolDir);
    const client = new MlflowClient({ trackingUri: proxy.uri, env: {}, retry: { attempts: 1 } });
    const replayUntilEmpty = async (): Promise<void> => {
      while ((await replaySpool({ client, spoolDir })).length > 0) await new Promise((after) => setTimeout(after, 10));
    };
    await Promise.all([replayUntilEmpty(), replayUntilEmpty(), replayUntilEmpty()]);
    await proxy.close();

    const direct = clientOf(mlflow);
    const experimentIds = [await direct.experiments.getOrCreate("killed")];
    const runs = await readAll(direct.runs.search({ experimentIds }));
    expect(runs).toHaveLength(1);
    const found = await readBack(mlflow.server.uri, runs[0]!.runId);
    for (let step = 0; step < stored; step++) {
      expect(found.artifacts[`${step}.txt`]).toBe(`text ${step}`);
      expect(found.params[`p${step}`]).toBe(String(step));
    }
    const steps = found.metrics["loss"]!.map(([step]) => step).sort((a, b) => a - b);
    expect(steps).toEqual(Array.from({ length: steps.length }, (_, step) => step));
    expect(steps.length).toBeGreaterThanOrEqual(stored);
    expect((await readdir(spoolDir)).filter((name) => name !== "run-ids.tsv")).toEqual([]);
  });
});
